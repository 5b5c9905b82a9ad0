"""The words of dates in the languages that pages are written in, without accents and case."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_SPACE = re.compile(r"\s+")
# Vowels of Devanagari are marks that stand for letters.
LETTER = r"(?:[^\W\d_]|[\u0901-\u0903\u093a-\u094f])"
_SHORTEST = 3


def fold(text: str) -> str:
    """Return a text in lower case, without accents, with single spaces.

    Also in compatible characters: full-width and Arabic digits become digits.
    """
    if not text.isascii():
        text = "".join(map(_plain, unicodedata.normalize("NFKD", text)))
    return _SPACE.sub(" ", text.casefold()).strip()


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    """Return a character, or the digit it is, or nothing for accents and what is invisible."""
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    is_vowel = "\u0901" <= char <= "\u094c" and not unicodedata.combining(char)
    return "" if category == "Cf" or (category == "Mn" and not is_vowel) else char


def words(text: str) -> frozenset[str]:
    """Return the words of a text, folded."""
    return frozenset(fold(text).split())


def _numbered(lines: Iterable[str], *, shortened: bool) -> dict[str, int]:
    """Return the line of each word, counted from 1; also of what is cut short and still clear."""
    meanings: dict[str, set[int]] = {}
    for number, line in enumerate(lines, 1):
        for word in words(line):
            lengths = range(_SHORTEST, len(word) + 1) if shortened else (len(word),)
            for length in lengths:
                meanings.setdefault(word[:length], set()).add(number)
    return {word: min(found) for word, found in meanings.items() if len(found) == 1}


# English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian, Ukrainian,
# Swedish, Danish, Norwegian, Czech, Hungarian, Romanian, Turkish, Greek, Catalan, Indonesian,
# Arabic, Persian, Hebrew, Hindi. Finnish is below; Vietnamese and the months of the East are
# numbers.
# No Croatian: its October is November to Poles and Czechs.
_MONTHS = (
    (
        "january januar jänner janvier enero gennaio janeiro januari styczeń stycznia январь "
        "января січень січня leden ledna január ianuarie ocak ιανουαρίου gener "
        "ιανουάριος يناير جانفي ژانویه ינואר בינואר जनवरी"
    ),
    (
        "february februar feber février febrero febbraio fevereiro februari luty lutego февраль "
        "февраля лютий лютого únor února február februarie şubat φεβρουαρίου febrer "
        "φεβρουάριος فبراير شباط فيفري فوریه פברואר בפברואר फ़रवरी"
    ),
    (
        "march märz mars marzo março maart marzec marca март марта березень березня březen března "
        "március martie mart μαρτίου març maret marts "
        "μάρτιος maret مارس آذار מרץ במרץ मार्च"
    ),
    (
        "april avril abril aprile kwiecień kwietnia апрель апреля квітень квітня duben dubna "
        "április aprilie nisan απριλίου "
        "απρίλιος أبريل نيسان أفريل آوریل אפריל באפריל अप्रैल"
    ),
    (
        "may mai mayo maggio maio mei maj maja май мая травень травня květen května május mayıs "
        "μαΐου maig "
        "μάιος mei مايو أيار מאי במאי"
    ),
    (
        "june juni juin junio giugno junho czerwiec czerwca июнь июня червень червня június iunie "
        "haziran ιουνίου juny "
        "ιούνιος يونيو حزيران ژوئن יוני ביוני जून"
    ),
    (
        "july juli juillet julio luglio julho lipiec lipca июль июля липень липня července "
        "červenec "
        "július iulie temmuz ιουλίου juliol "
        "ιούλιος يوليو تموز ژوئیه יולי ביולי जुलाई"
    ),
    (
        "august août agosto augustus sierpień sierpnia август августа серпень серпня augusti srpen "
        "srpna augusztus ağustos αυγούστου agost agustus "
        "αύγουστος أغسطس אוגוסט באוגוסט अगस्त"
    ),
    (
        "september septembre septiembre settembre setembro wrzesień września сентябрь сентября "
        "вересень вересня září szeptember septembrie eylül σεπτεμβρίου setembre "
        "σεπτέμβριος setiembre سبتمبر أيلول سپتامبر ספטמבר בספטמבר सितंबर सितम्बर"
    ),
    (
        "october oktober octobre octubre ottobre outubro październik października октябрь октября "
        "жовтень жовтня říjen října október octombrie ekim οκτωβρίου "
        "οκτώβριος أكتوبر اکتبر אוקטובר באוקטובר अक्टूबर अक्तूबर"
    ),
    (
        "november novembre noviembre novembro listopad listopada ноябрь ноября листопад листопада "
        "listopadu noiembrie kasım νοεμβρίου "
        "νοέμβριος نوفمبر نوامبر נובמבר בנובמבר नवंबर नवम्बर"
    ),
    (
        "december dezember décembre diciembre dicembre dezembro grudzień grudnia декабрь декабря "
        "грудень грудня prosinec prosince decembrie aralık δεκεμβρίου desembre desember "
        "δεκέμβριος ديسمبر دسامبر דצמבר בדצמבר दिसंबर दिसम्बर"
    ),
)
# Whole words only: shortened they would be months of other languages.
_WHOLE_MONTHS = (
    "tammikuuta tammikuu tammi जन", "helmikuuta helmikuu helmi फ़र",
    "maaliskuuta maaliskuu maalis mrz mrt",
    "huhtikuuta huhtikuu huhti", "toukokuuta toukokuu touko مه मई",
    "června červen kesäkuuta kesäkuu kesä čvn", "heinäkuuta heinäkuu heinä čvc",
    "elokuuta elokuu elo agt آب اوت अग", "syyskuuta syyskuu syys", "lokakuuta lokakuu loka",
    "marraskuuta marraskuu marras", "joulukuuta joulukuu joulu",
)  # fmt: skip
MONTHS = _numbered(_WHOLE_MONTHS, shortened=False) | _numbered(_MONTHS, shortened=True)

WEEKDAYS = _numbered(
    (
        ("monday montag lundi lunes lunedì maandag poniedziałek понедельник понеділок måndag "
        "mandag pondělí hétfő luni pazartesi δευτέρα dilluns senin maanantai"),
        ("tuesday dienstag mardi martes martedì dinsdag wtorek вторник вівторок tisdag tirsdag "
        "úterý kedd marți salı τρίτη dimarts selasa tiistai"),
        ("wednesday mittwoch mercredi miércoles mercoledì woensdag środa среда середа onsdag "
        "středa szerda miercuri çarşamba τετάρτη dimecres rabu keskiviikko"),
        ("thursday donnerstag jeudi jueves giovedì donderdag czwartek четверг четвер torsdag "
        "čtvrtek csütörtök joi perşembe πέμπτη dijous kamis torstai"),
        ("friday freitag vendredi viernes venerdì vrijdag piątek пятница пʼятниця fredag pátek "
        "péntek vineri cuma παρασκευή divendres jumat perjantai"),
        ("saturday samstag sonnabend samedi sábado sabato zaterdag sobota суббота субота lördag "
        "lørdag szombat sâmbătă cumartesi σάββατο dissabte sabtu lauantai"),
        ("sunday sonntag dimanche domingo domenica zondag niedziela воскресенье неділя söndag "
        "søndag neděle vasárnap duminică pazar κυριακή diumenge minggu sunnuntai"),
    ),
    shortened=True,
) | _numbered(
    ("mo lu ma пн po 月 月曜 月曜日 월 월요일 星期一 周一 週一 الاثنين دوشنبه الإثنين שני सोमवार",
     "di tu вт út 火 火曜 火曜日 화 화요일 星期二 周二 週二 الثلاثاء سهشنبه שלישי मंगलवार",
     "mi we wo ср st 水 水曜 水曜日 수 수요일 星期三 周三 週三 الأربعاء چهارشنبه רביעי बुधवार",
     "do th чт čt 木 木曜 木曜日 목 목요일 星期四 周四 週四 الخميس پنجشنبه חמישי गुरुवार",
     "fr пт pá cuma cum 金 金曜 金曜日 금 금요일 星期五 周五 週五 الجمعة جمعه שישי शुक्रवार",
     "sa сб so cmt 土 土曜 土曜日 토 토요일 星期六 周六 週六 السبت شنبه שבת शनिवार",
     ("su вс ne pazar paz 日 日曜 日曜日 일 일요일 "
      "星期日 星期天 周日 週日 الأحد یکشنبه ראשון रविवार")),
    shortened=False,
)  # fmt: skip
# The same word for the days of Spanish and Portuguese: "segunda-feira", "terça-feira", …
WEEKDAY_PARTS = words("feira segunda terça quarta quinta sexta hari")

FILLERS = words(
    "at on the of en um uhr den der le la el las les los de del a à am às as o os om op kl klo ore "
    "ora alle il lo du d w dnia dne v ve в у г года о ob em dia den i í od saat pukul "
    "uur kello ώρα στις la ora clock h hs hrs posted published date datum submitted "
    "st nd rd th er ª º e min mn nam luc ngay godz r року р στο στη to ti ke pe في الساعة "
    "بتاريخ یوم يوم ساعت בשעה ב "
    "יום को बजे pukul vom pada vào del το posté 在 发表于 發表於 发布于 發布於 投稿日 投稿日時 "
    "작성일 发表 发布 "
)

UNITS = _numbered(
    (
        ("s sec secs second seconds sekunde sekunden seconde secondes segundo segundos secondo "
        "secondi seconden sekunda sekundy sekund sekundę секунда секунды секунд секунду sekunder "
        "sekunti sekuntia saniye vteřinami 秒前 초 秒钟前 秒鐘前 sekundami sekundou giây detik "
        "másodperce másodperccel δευτερόλεπτα saniyə sn "
        "ثانية ثوان ثواني ثانیه שניות सेकंड сек"),
        ("m min mins minute minutes minuten minuto minutos minuti minuut minuta minuty minut "
        "minutę минута минуты минут минуту мин minuter minutter minutt minuutti minuuttia dakika "
        "хвилин хвилини хвилину minutami minutou 分前 分钟前 分鐘前 분 phút menit perc perce "
        "perccel "
        "λεπτά λεπτό dk λεπ хв मि 分钟 分鐘 mnt minuta minuts דק دقيقة دقائق دقیقه דקות דקה मिनट"),
        ("h hr hrs hour hours stunde stunden std heure heures hora horas ora ore uur uren godzina "
        "godziny godzin godzinę godz час часа часов ч timme timmar tim time timer tunti tuntia "
        "saat годин години годину hodinami hodinou hodinu 時間前 小时前 小時前 시간 "
        "giờ jam óra órája órával ώρα ώρες sa t jm ώ hodin hores घं stdn 小时 小時 時間 שע "
        "ساعة ساعات ساعت שעה שעות घंटे घंटा घण्टे"),
        ("d day days tag tage tagen jour jours día días dias giorno giorni dag dagen dzień dni "
        "день дня дней дн dagar dage dager päivä päivää gün днів дні dny dnem dnů 日前 天前 일 "
        "ngày hari nap napja nappal ημέρα ημέρες μέρα μέρες ημ pv j g tg 天 gg dgn døgn dygn "
        "zi zile dia dies дн д dn يوم يوما أيام روز יום ימים दिन"),
        ("w wk wks week weeks woche wochen semaine semaines semana semanas settimana settimane "
        "weken tydzień tygodnie tygodni неделя неделю недели недель нед vecka veckor uge uger uke "
        "uker viikko viikkoa hafta тижнів тижні тиждень týdny týdnem 週間前 周前 주 "
        "週前 星期前 个星期前 個星期前 tuần minggu hét hete héttel εβδομάδα εβδομάδες εβδ "
        "týd mgg săpt setm 周 週 vk tygodnia sem sett tyg tydz тиж hf săptămâni săptămână "
        "setmanes setmana uk wo "
        "أسبوع أسابيع هفته שבוע שבועות सप्ताह हफ़्ते हफ़्ता"),
        ("mo mos mth mths month months monat monate monaten mois mes meses mês mese mesi maand "
        "maanden miesiąc miesiące miesięcy месяц месяца месяцев мес månad månader måned måneder "
        "kuukausi kuukautta ay місяців місяці місяць měsíci měsícem "
        "か月前 ヶ月前 カ月前 ヵ月前 个月前 個月前 개월 달 tháng bulan hónap hónapja "
        "hónappal μήνα μήνας "
        "μήνες kk mies міс luni lună mnd md mdr mån bln mesos شهر أشهر شهور شهرا ماه חודש "
        "חודשים महीने महीना माह"),
        ("y yr yrs year years jahr jahre jahren an ans année années año años ano anos anno anni "
        "jaar jaren rok lata lat год года лет г år vuosi vuotta yıl років роки рік lety rokem "
        "年前 년 năm tahun év éve évvel χρόνο χρόνος χρόνια έτος έτη л р ani anys any thn سنة "
        "سنوات عام أعوام سال "
        "שנה שנים साल "
        "वर्ष"),
    ),
    shortened=False,
)  # fmt: skip
# The seven units by their numbers in ``UNITS``.
SECOND, MINUTE, HOUR, DAY, WEEK, MONTH, YEAR = range(1, 8)

ONE = words(
    "a an one ein eine einer einem einen un une una uma um een en ett et eine jeden jedną один "
    "одну одна last egy bir μία μια ένα έναν én"
)
AGO = words(
    "ago vor il hace há geleden fa atrás temu назад sedan siden sitten önce тому před lalu 前 전 "
    "last 秒前 分前 分钟前 分鐘前 時間前 小时前 小時前 日前 天前 週間前 周前 か月前 ヶ月前 "
    "个月前 個月前 年前 カ月前 ヵ月前 週前 星期前 个星期前 個星期前 秒钟前 秒鐘前 trước "
    "ezelőtt perce órája "
    "napja hete hónapja éve másodperce πριν acum منذ قبل پیش לפני पहले önce sen urmă"
)
# What may stand beside the figures of a relative date and changes nothing in it.
BESIDE = words(
    "alrededor about over almost around approximately nearly ca circa etwa ungefähr fast über "
    "environ plus "
    "de casi cerca quase y i e и and und et og och en ok około более ungefär noin less than "
    "واحد واحدة אחד אחת for för more cirka posted yang asked answered από khoảng sekitar "
    "hampir kb примерно "
)

NOW = words("now gerade eben jetzt nu adesso ora agora ahora teraz сейчас")
NOW_PHRASES = frozenset(
    fold(phrase)
    for phrase in (
        "just now", "right now", "moments ago", "a moment ago", "a few moments ago",
        "a few seconds ago", "seconds ago", "less than a minute ago", "gerade eben",
        "vor wenigen Sekunden", "vor einem Moment", "à l'instant", "à l’instant",
        "il y a quelques secondes", "hace un momento", "hace unos segundos", "ahora mismo",
        "proprio ora", "pochi secondi fa", "agora mesmo", "há poucos segundos", "zojuist",
        "zonet", "przed chwilą", "только что", "just nu", "lige nu", "akkurat nå", "刚刚",
        "たった今", "방금",
    )
)  # fmt: skip
# What counts once where no number stands before it: "час назад".
SINGLE = words(
    "minutę godzinę dzień tydzień miesiąc rok минуту час день неделю месяц год хвилину годину "
    "тиждень місяць рік minutou hodinou dnem týdnem měsícem rokem minuutti tunti päivä viikko "
    "kuukausi vuosi دقيقة ساعة يوم أسبوع شهر سنة عام דקה שעה יום שבוע חודש שנה"
)
COUNTS = _numbered(
    (
        "", "two zwei deux dos due dois duas twee dwa dwie два две дві dva dvě två kaksi két δύο",
        "three drei trois tres tre três drie trzy три tři tři kolme három τρεις τρία",
    ),
    shortened=False,
)  # fmt: skip
TODAY = words(
    "今日 今天 오늘 today heute oggi hoje hoy vandaag dzisiaj dziś dzis сегодня сьогодні idag "
    "dag dnes "
    "bugün tänään σήμερα اليوم امروز היום आज"
)
YESTERDAY = words(
    "昨日 昨天 어제 yesterday gestern hier ieri ontem ayer gisteren wczoraj вчера вчора igår "
    "går včera "
    "dün eilen tegnap χθες χτες kemarin أمس دیروز אתמול"
)
# The day before yesterday.
EREYESTERDAY = words(
    "ereyesterday vorgestern anteayer antier anteontem eergisteren przedwczoraj позавчера "
    "позавчора "
    "předevčírem toissapäivänä tegnapelőtt προχθές 前天 一昨日 그저께 그제"
)
