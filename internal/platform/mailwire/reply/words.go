package reply

import "regexp"

// role is what a line of a quoted head says.
type role int

const (
	noRole role = iota
	roleFrom
	roleDate
	roleTo
	roleSubject
	roleOther // reply-to, copies, importance
	roleRaw   // only in the source of a mail, which no program puts over a quote
)

// fields maps the words mail programs put over a quote, in lower case, to their role.
var fields = map[string]role{
	"from": roleFrom, "von": roleFrom, "de": roleFrom, "da": roleFrom, "van": roleFrom, "från": roleFrom,
	"fra": roleFrom, "od": roleFrom, "от": roleFrom, "від": roleFrom, "feladó": roleFrom, "kimden": roleFrom,
	"gönderen": roleFrom, "lähettäjä": roleFrom, "expéditeur": roleFrom, "mittente": roleFrom,
	"remetente": roleFrom, "remitente": roleFrom, "από": roleFrom, "发件人": roleFrom, "寄件者": roleFrom,
	"差出人": roleFrom, "보낸 사람": roleFrom, "từ": roleFrom, "จาก": roleFrom, "من": roleFrom, "מאת": roleFrom,

	"sent": roleDate, "date": roleDate, "gesendet": roleDate, "datum": roleDate, "envoyé": roleDate,
	"envoyé le": roleDate, "message du": roleDate, "inviato": roleDate, "data": roleDate,
	"verzonden": roleDate, "skickat": roleDate, "sendt": roleDate, "dato": roleDate, "wysłano": roleDate,
	"отправлено": roleDate, "дата": roleDate, "надіслано": roleDate, "enviado": roleDate,
	"enviado el": roleDate, "enviada em": roleDate, "fecha": roleDate, "elküldve": roleDate,
	"küldve": roleDate, "dátum": roleDate, "gönderildi": roleDate, "tarih": roleDate, "lähetetty": roleDate,
	"päivämäärä": roleDate, "odesláno": roleDate, "ημερομηνία": roleDate, "发送时间": roleDate,
	"寄件日期": roleDate, "日期": roleDate, "送信日時": roleDate, "日時": roleDate, "보낸 날짜": roleDate,
	"날짜": roleDate, "วันที่": roleDate, "ส่ง": roleDate, "תאריך": roleDate,

	"to": roleTo, "an": roleTo, "à": roleTo, "a": roleTo, "aan": roleTo, "till": roleTo, "til": roleTo,
	"do": roleTo, "кому": roleTo, "para": roleTo, "címzett": roleTo, "kime": roleTo, "alıcı": roleTo,
	"vastaanottaja": roleTo, "komu": roleTo, "προς": roleTo, "收件人": roleTo, "收件者": roleTo,
	"宛先": roleTo, "받는 사람": roleTo, "ถึง": roleTo, "إلى": roleTo, "אל": roleTo,

	"subject": roleSubject, "betreff": roleSubject, "objet": roleSubject, "sujet": roleSubject,
	"oggetto": roleSubject, "onderwerp": roleSubject, "ämne": roleSubject, "emne": roleSubject,
	"temat": roleSubject, "тема": roleSubject, "asunto": roleSubject, "assunto": roleSubject,
	"tárgy": roleSubject, "konu": roleSubject, "aihe": roleSubject, "předmět": roleSubject,
	"θέμα": roleSubject, "主题": roleSubject, "主旨": roleSubject, "件名": roleSubject, "제목": roleSubject,
	"เรื่อง": roleSubject, "الموضوع": roleSubject, "נושא": roleSubject,

	"cc": roleOther, "bcc": roleOther, "kopie": roleOther, "copie à": roleOther, "copie": roleOther,
	"kopia": roleOther, "kopi": roleOther, "копия": roleOther, "copia": roleOther, "reply-to": roleOther,
	"antwort an": roleOther, "risposta": roleOther, "répondre à": roleOther, "importance": roleOther,
	"priority": roleOther, "attachments": roleOther, "抄送": roleOther, "másolat": roleOther,

	"received": roleRaw, "return-path": roleRaw, "message-id": roleRaw, "mime-version": roleRaw,
	"content-type": roleRaw, "content-transfer-encoding": roleRaw, "dkim-signature": roleRaw,
	"delivered-to": roleRaw, "in-reply-to": roleRaw, "references": roleRaw,
	"authentication-results": roleRaw, "received-spf": roleRaw, "user-agent": roleRaw, "x-mailer": roleRaw,
}

// verbs end the line that introduces a quote.
const verbs = `(?:wrote|writes|said|` +
	`(?:a )?écrit|(?:schrieb|geschrieben|geschreven|schreef)|ha scritto|scrisse|` +
	`escribió|ha escrit|escreveu|skrev|kirjoitti|kirjutas|` +
	`napisał(?:\(a\)|a)?|napsal(?:\(a\)|a)?|napísal(?:\(a\)|a)?|` +
	`(?:написал|написав|написала|написа|пише|пишет|напиша)(?:\(а\))?|` +
	`írta|yazdı|şunları yazdı|a scris|έγραψε|đã viết|menulis|sulit ni|` +
	`写道|寫道|написано|さんは書きました|のメール|님이 작성|` +
	`เขียนว่า|เขียน|كتب|כתב|כתבה|نوشت)`

var (
	originalMark = regexp.MustCompile(`(?i)^[\s*_-]*-{2,}[ *]*(?:original (?:message|appointment)|` +
		`(?:ursprüngliche|originale?) nachricht|mensaje original|message d['’]origine|messaggio originale|` +
		`oorspronkelijk bericht|origineel bericht|originalmeddelande|ursprungligt meddelande|` +
		`oprindelig (?:besked|meddelelse)|opprinnelig melding|mensagem original|wiadomość oryginalna|` +
		`исходное сообщение|alkuperäinen viesti|eredeti üzenet|orijinal ileti|původní zpráva|` +
		`原始邮件|原始郵件|元のメッセージ|원본 메시지)[ *]*-{2,}[*_]*$`)

	forwardMark = regexp.MustCompile(`(?i)^(?:-{2,} ?(?:forwarded (?:message|by .{1,60})|weitergeleitete nachricht|` +
		`message (?:transféré|réexpédié)|mensaje reenviado|messaggio inoltrato|doorgestuurd bericht|` +
		`vidarebefordrat meddelande|mensagem encaminhada|пересылаемое сообщение|转发的邮件) ?-{2,}|` +
		`begin forwarded message:|anfang der weitergeleiteten nachricht:|début du message (?:transféré|réexpédié) ?:|` +
		`inicio del mensaje reenviado:|inizio messaggio inoltrato:|begin doorgestuurd bericht:)$`)

	deviceLine = regexp.MustCompile(`(?i)^[<(\[* ]*(?:` +
		`sent (?:from|via|with|by|using)|from my|someone from mobile|get outlook for|get \[outlook for|` +
		`envoyé (?:de|depuis|à partir)|enviado (?:desde|do|a partir)|inviato (?:da|dal)|` +
		`von meinem .{1,40} gesendet|gesendet (?:von|mit)|diese nachricht wurde von .{1,60} gesendet|` +
		`verzonden (?:met|vanaf|via)|verstuurd (?:vanaf|met)|sendt fra|skickat från|lähetetty|` +
		`wysłane z|отправлено с|надіслано з|iphone'?dan gönderildi|從我的|发自我的|iphoneから送信)`)

	deviceName = regexp.MustCompile(`(?i)i(?:phone|pad|pod|os\b)|android|samsung|galaxy|huawei|xiaomi|pixel|nokia|htc|lg\b|sony|motorola|` +
		`blackberry|windows|outlook|mail\b|mailbox|airmail|yahoo|gmail|proton|thunderbird|spark|typeapp|k-9|` +
		`mobil|phone|handy|portable|tablet|cell|device|smartphone|alcatel|ti-85|wiko|傳送|送信`)
)
