package markup

// The check of real mails stands outside the package because it reads them with package mailwire, which
// imports this one.
var (
	Chromium = chromium
)
