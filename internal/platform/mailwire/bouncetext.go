package mailwire

import (
	"regexp"
	"strings"
)

// bounceSubjects are the beginnings of subjects that mail servers give to their reports, in lower case.
var bounceSubjects = []string{
	"undelivered mail returned", "undeliverable", "undelivered", "mail delivery fail", "delivery status notification",
	"delivery failure", "delivery failed", "delivery notification", "delivery has failed", "delivery report", "delivery error",
	"failure notice", "failed mail", "returned mail", "returned message", "returned to sender", "mail returned", "mail failure",
	"mail system error", "mail delivery problem", "mail delivery error", "email delivery error", "message delivery failure",
	"message undeliverable", "message not delivered", "non-delivery", "non delivery", "nondeliverable", "could not deliver", "could not send",
	"warning: could not send", "warning: message", "delayed mail", "mail delivery delayed", "message status", "rejected:", "[undeliverable",
	"mail could not be delivered", "your message wasn't delivered", "your mail to", "address not found", "system administrator",
	"unzustellbar", "nicht zustellbar", "zustellung fehlgeschlagen", "zustellungsbericht", "mailzustellung", "unzustellbarkeitsbericht",
	"non remis", "échec de la remise", "message non distribué", "no se puede entregar", "no entregado", "devolución de correo",
	"non recapitabile", "mancato recapito", "onbestelbaar", "não entregue", "não foi possível entregar", "недоставленное", "не удалось доставить",
	"配信不能", "配信できません", "邮件投递失败", "系统退信", "无法投递", "未传递",
}

// bounceSigns are sentences of mail servers: one of them, in a mail from a daemon, makes it a report.
var bounceSigns = []struct{ sign, kind string }{
	{"this is a warning message only", kindDelayed}, // Sendmail
	{"message has not yet been delivered", kindDelayed},
	{"has not been delivered yet", kindDelayed},
	{"delivery attempts will continue", kindDelayed}, // Exim
	{"will continue trying to deliver", kindDelayed},
	{"you do not need to resend your message", kindDelayed}, // Sendmail
	{"message will be retried", kindDelayed},
	{"delivery is delayed to these recipients", kindDelayed}, // Exchange
	{"this is the qmail-send program", kindFailed},
	{"this message was created automatically by mail delivery software", kindFailed}, // Exim
	{"this is the mail system at host", kindFailed},                                  // Postfix
	{"this is the postfix program", kindFailed},
	{"had permanent fatal errors", kindFailed}, // Sendmail
	{"the original message was received at", kindFailed},
	{"delivery has failed to these recipients", kindFailed}, // Exchange
	{"did not reach some or all of the intended recipients", kindFailed},
	{"the following recipient(s) could not be reached", kindFailed},
	{"your message couldn't be delivered", kindFailed}, // Office 365
	{"your message wasn't delivered", kindFailed},      // Gmail
	{"delivery to the following recipient failed permanently", kindFailed},
	{"delivery to the following recipients failed", kindFailed},
	{"an error occurred while trying to deliver the mail to the following recipients", kindFailed}, // SES
	{"could not be delivered to", kindFailed},
	{"could not be delivered for the following reason", kindFailed},
	{"unable to deliver your message", kindFailed},
	{"unable to deliver the following message", kindFailed},
	{"was undeliverable", kindFailed},
	{"undeliverable mail", kindFailed},
	{"message was not delivered", kindFailed},
	{"the following addresses failed", kindFailed},
	{"the following address failed", kindFailed},
	{"recipient's mailbox is full", kindFailed},
	{"i couldn't find any host", kindFailed},
	{"i'm not going to try again; this message has been in the queue too long", kindFailed},
	{"returned to sender", kindFailed},
	{"permanent error", kindFailed},
	{"err.nosuchuser", kindFailed},
}

// bounceByText knows the reports of servers that do not follow RFC 3464, or gives nil. It takes two signs:
// the sender is a mail server, or names failed recipients, and the subject or the text is that of a report.
func bounceByText(m *Message, daemon bool) *Bounce {
	if !daemon && failedRecipient(m) == "" {
		return nil
	}
	text := ownWords(m.Text)
	lower := strings.ToLower(text)
	b := &Bounce{}
	for _, s := range bounceSigns {
		if strings.Contains(lower, s.sign) {
			b.Kind, b.Reason = s.kind, "text: "+s.sign
			break
		}
	}
	subject := strings.ToLower(m.Subject)
	for _, beginning := range bounceSubjects {
		if b.Kind == "" && strings.HasPrefix(subject, beginning) {
			b.Kind, b.Reason = kindFailed, "subject: "+beginning
		}
	}
	if b.Kind == "" {
		return nil
	}
	if strings.Contains(subject, "delay") || strings.HasPrefix(subject, "warning:") {
		b.Kind = kindDelayed
	}
	b.Recipient, b.Diagnostic = namedRecipient(m, text)
	if b.Status = findStatus(b.Diagnostic); b.Status == "" {
		b.Status = findStatus(text)
	}
	if b.Diagnostic == "" {
		b.Diagnostic = statusLine(text)
	}
	return b
}

// copyMarks stand between a server's words and the copy of the mail it returns.
var copyMarks = []string{
	"--- below this line is a copy of the message", "this is a copy of the message", "--- the body of the message", "--- the header of the original",
	"----- original message", "----- message header", "original message headers", "original message follows", "----- returned message",
	"----- unsent message", "diagnostic information for administrators",
	"--- undelivered message follows", "----- the message", "message text follows", "----- transcript of message follows",
}

// ownWords gives what the server says, without the copy of the mail.
func ownWords(text string) string {
	lower := strings.ToLower(text)
	end := len(text)
	for _, mark := range copyMarks {
		if i := strings.Index(lower, mark); i >= 0 && i < end && mark != "diagnostic information for administrators" {
			end = i
		}
	}
	if len(lower) != len(text) { // lowering changed the lengths, so the place is not sure
		return text
	}
	return text[:end]
}

// pastedID finds a Message-ID field in the text of a report.
var pastedID = regexp.MustCompile(`(?im)^[ \t>]*message-id:[ \t]*\n?[ \t]*<([^<>\s]{3,500})>`)

// anAddress finds addresses in prose, in angle brackets or bare.
var anAddress = regexp.MustCompile(`[A-Za-z0-9!#$%&'*+/=?^_{|}~.-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+`)

// namedRecipient finds the address that failed and the words after it. An address at the start of a line is
// meant; one in a sentence is often the postmaster's.
func namedRecipient(m *Message, text string) (recipient, diagnostic string) {
	own := map[string]bool{strings.ToLower(m.From.Address): true}
	for _, to := range m.To {
		own[strings.ToLower(to.Address)] = true
	}
	lines := strings.Split(text, "\n")
	for _, strict := range []bool{true, false} {
		for i, line := range lines {
			at := anAddress.FindStringIndex(line)
			if at == nil || strict && !leads(line[:at[0]]) {
				continue
			}
			address := cleanAddress(strings.TrimRight(line[at[0]:at[1]], "."))
			if own[strings.ToLower(address)] || isServer(address) {
				continue
			}
			return address, statusLine(strings.Join(lines[i:min(i+8, len(lines))], "\n"))
		}
	}
	return "", ""
}

// leads reports whether only marks of a list stand before an address.
func leads(before string) bool {
	before = strings.ToLower(strings.Trim(before, " \t<>'\"(-*:"))
	return before == "" || before == "to" || before == "recipient" || before == "user" || strings.HasSuffix(before, "rcpt to") || before == "mailto"
}

// statusLine gives the line of a report that tells the cause: the first with a reply code, a status or words
// that are known, and what it is folded into.
func statusLine(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if findStatus(line) == "" && !smtpReply.MatchString(line) && statusByWords(line) == "" {
			continue
		}
		whole := strings.TrimSpace(line)
		if i+1 < len(lines) {
			whole += " " + strings.TrimSpace(lines[i+1])
		}
		return shortenText(strings.Join(strings.Fields(cleanLine(whole)), " "), 500)
	}
	return ""
}

// shortenText cuts s to a number of bytes without cutting a character.
func shortenText(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	return strings.ToValidUTF8(s[:limit], "")
}
