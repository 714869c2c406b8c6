package content

import (
	"maps"
	"slices"
)

// attachmentKind makes one sort of file.
type attachmentKind struct {
	contentType string
	write       func(*scene) []byte
}

func attachmentKinds() map[string]attachmentKind { return attachmentTable }

// A table rather than a switch, so that the parser can list the kinds in its errors.
var attachmentTable = map[string]attachmentKind{
	"sidekiq":  {"text/plain; charset=utf-8", sidekiqLog},
	"gitaly":   {"text/plain; charset=utf-8", gitalyLog},
	"rails":    {"text/plain; charset=utf-8", railsLog},
	"nginx":    {"text/plain; charset=utf-8", nginxLog},
	"postgres": {"text/plain; charset=utf-8", postgresLog},
	"syslog":   {"text/plain; charset=utf-8", kernelLog},
	"runner":   {"application/toml", runnerConfig},
	"values":   {"application/yaml", helmValues},
	"pods":     {"text/plain; charset=utf-8", podList},
	"csv":      {"text/csv; charset=utf-8", seatList},
	"chart":    {"image/png", chart},
	"bundle":   {"application/gzip", bundle},
}

func kindNames() []string { return slices.Sorted(maps.Keys(attachmentTable)) }

func (a attachmentSpec) make(s *scene) Attachment {
	kind := attachmentTable[a.kind]
	return Attachment{Name: a.name, ContentType: kind.contentType, Bytes: kind.write(s)}
}
