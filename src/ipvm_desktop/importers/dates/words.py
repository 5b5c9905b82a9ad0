"""The words of dates in the languages that pages are written in, without accents and case."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_SPACE = re.compile(r"\s+")
_SHORTEST = 3


def fold(text: str) -> str:
    """Return a text in lower case, without accents, with single spaces.

    Also in compatible characters: full-width digits become digits.
    """
    plain = unicodedata.normalize("NFKD", text)
    kept = "".join(char for char in plain if unicodedata.category(char) not in ("Mn", "Cf"))
    return _SPACE.sub(" ", kept.casefold()).strip()


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
# Swedish, Danish, Norwegian, Czech, Hungarian, Romanian, Turkish, Greek, Catalan, Indonesian.
# No Croatian: its October is November to Poles and Czechs.
_MONTHS = (
    (
        "january januar jänner janvier enero gennaio janeiro januari styczeń stycznia январь "
        "января січень січня leden ledna január ianuarie ocak ιανουαρίου gener"
    ),
    (
        "february februar feber février febrero febbraio fevereiro februari luty lutego февраль "
        "февраля лютий лютого únor února február februarie şubat φεβρουαρίου febrer"
    ),
    (
        "march märz mars marzo março maart marzec marca март марта березень березня březen března "
        "március martie mart μαρτίου març maret marts"
    ),
    (
        "april avril abril aprile kwiecień kwietnia апрель апреля квітень квітня duben dubna "
        "április aprilie nisan απριλίου"
    ),
    (
        "may mai mayo maggio maio mei maj maja май мая травень травня květen května május mayıs "
        "μαΐου maig"
    ),
    (
        "june juni juin junio giugno junho czerwiec czerwca июнь июня червень червня június iunie "
        "haziran ιουνίου juny"
    ),
    (
        "july juli juillet julio luglio julho lipiec lipca июль июля липень липня července "
        "červenec "
        "július iulie temmuz ιουλίου juliol"
    ),
    (
        "august août agosto augustus sierpień sierpnia август августа серпень серпня augusti srpen "
        "srpna augusztus ağustos αυγούστου agost agustus"
    ),
    (
        "september septembre septiembre settembre setembro wrzesień września сентябрь сентября "
        "вересень вересня září szeptember septembrie eylül σεπτεμβρίου setembre"
    ),
    (
        "october oktober octobre octubre ottobre outubro październik października октябрь октября "
        "жовтень жовтня říjen října október octombrie ekim οκτωβρίου"
    ),
    (
        "november novembre noviembre novembro listopad listopada ноябрь ноября листопад листопада "
        "listopadu noiembrie kasım νοεμβρίου"
    ),
    (
        "december dezember décembre diciembre dicembre dezembro grudzień grudnia декабрь декабря "
        "грудень грудня prosinec prosince decembrie aralık δεκεμβρίου desembre desember"
    ),
)
# Whole words only: shortened they would be months of other languages.
_WHOLE_MONTHS = (
    "tammikuuta tammikuu", "helmikuuta helmikuu", "maaliskuuta maaliskuu", "huhtikuuta huhtikuu",
    "toukokuuta toukokuu", "června červen kesäkuuta kesäkuu", "heinäkuuta heinäkuu",
    "elokuuta elokuu", "syyskuuta syyskuu", "lokakuuta lokakuu", "marraskuuta marraskuu",
    "joulukuuta joulukuu",
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
    ("mo lu ma пн po", "di tu вт út", "mi we wo ср st", "do th чт čt", "fr пт pá", "sa сб so",
     "su вс ne"),
    shortened=False,
)  # fmt: skip
# The same word for the days of Spanish and Portuguese: "segunda-feira", "terça-feira", …
WEEKDAY_PARTS = words("feira segunda terça quarta quinta sexta hari")

FILLERS = words(
    "at on the of um uhr den der le la el las les los de del a à am às as o os om op kl klo ore "
    "ora alle il lo du d w dnia dne v ve в у г года о ob em dia den i í od saat pukul "
    "uur kello ώρα στις la ora clock h hs hrs posted published date datum submitted "
    "st nd rd th er ª º e"
)

UNITS = _numbered(
    (
        ("s sec secs second seconds sekunde sekunden seconde secondes segundo segundos secondo "
        "secondi seconden sekunda sekundy sekund sekundę секунда секунды секунд секунду sekunder "
        "sekunti sekuntia saniye vteřinami 秒前 초"),
        ("m min mins minute minutes minuten minuto minutos minuti minuut minuta minuty minut "
        "minutę минута минуты минут минуту мин minuter minutter minutt minuutti minuuttia dakika "
        "хвилин хвилини хвилину minutami minutou 分前 分钟前 分鐘前 분"),
        ("h hr hrs hour hours stunde stunden std heure heures hora horas ora ore uur uren godzina "
        "godziny godzin godzinę godz час часа часов ч timme timmar tim time timer tunti tuntia "
        "saat годин години годину hodinami hodinou hodinu 時間前 小时前 小時前 시간"),
        ("d day days tag tage tagen jour jours día días dias giorno giorni dag dagen dzień dni "
        "день дня дней дн dagar dage dager päivä päivää gün днів дні dny dnem dnů 日前 天前 일"),
        ("w wk wks week weeks woche wochen semaine semaines semana semanas settimana settimane "
        "weken tydzień tygodnie tygodni неделя неделю недели недель нед vecka veckor uge uger uke "
        "uker viikko viikkoa hafta тижнів тижні тиждень týdny týdnem 週間前 周前 주"),
        ("mo mos mth mths month months monat monate monaten mois mes meses mês mese mesi maand "
        "maanden miesiąc miesiące miesięcy месяц месяца месяцев мес månad månader måned måneder "
        "kuukausi kuukautta ay місяців місяці місяць měsíci měsícem"
        "か月前 ヶ月前 个月前 個月前 개월"),
        ("y yr yrs year years jahr jahre jahren an ans année années año años ano anos anno anni "
        "jaar jaren rok lata lat год года лет г år vuosi vuotta yıl років роки рік lety rokem "
        "年前 년"),
    ),
    shortened=False,
)  # fmt: skip
# The seven units by their numbers in ``UNITS``.
SECOND, MINUTE, HOUR, DAY, WEEK, MONTH, YEAR = range(1, 8)

ONE = words(
    "a an one ein eine einer einem einen un une una uma um een en ett et eine jeden jedną один "
    "одну одна last"
)
AGO = words(
    "ago vor il hace há geleden fa atrás temu назад sedan siden sitten önce тому před lalu 前 전 "
    "last 秒前 分前 分钟前 分鐘前 時間前 小时前 小時前 日前 天前 週間前 周前 か月前 ヶ月前 "
    "个月前 個月前 年前"
)
# What may stand beside the figures of a relative date and changes nothing in it.
BESIDE = words(
    "alrededor about over almost around approximately nearly ca circa etwa ungefähr fast über "
    "environ plus "
    "de casi cerca quase y i e и and und et og och en ok około более ungefär noin less than "
    "for för more cirka posted yang asked answered"
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
TODAY = words(
    "今日 今天 오늘 today heute oggi hoje hoy vandaag dzisiaj dziś dzis сегодня idag dag dnes bugün"
)
YESTERDAY = words(
    "昨日 昨天 어제 yesterday gestern hier ieri ontem ayer gisteren wczoraj вчера igår går včera "
    "dün eilen"
)
