package diagnose

import (
	"regexp"
	"strings"
)

// cause is something that can be wrong, and what shows it.
type cause struct {
	key, title string
	next       string // what to do or ask first
	shown      []sign // each must be met: one line alone is a coincidence
	beside     []sign // what makes it surer
}

// sign is a line of a file that speaks for a cause.
type sign struct {
	file string // the end of its path; empty is any
	line *regexp.Regexp
}

func (s sign) in(file string) bool { return s.file == "" || strings.HasSuffix(file, s.file) }

func signOf(file, pattern string) sign { return sign{file, regexp.MustCompile(pattern)} }

// causes are looked for in this order; the first with all its signs is named first. None of them reads a name, an address or
// a host: what a customer redacts must not change what is found (job-family.md, US Government).
func causes() []cause {
	return []cause{
		{"oom", "The kernel's OOM killer ended a process", "Ask what grew: compare `ps` by resident memory with the time of the kill; see whether swap was full before it.",
			[]sign{signOf("dmesg", `Out of memory: Killed process \d+|oom-kill:`)},
			[]sign{signOf("free_m", `^Swap:\s+(\d+)\s+\d+\s+0\s*$`), signOf("pressure_mem.txt", `^some avg10=[3-9]\d\.`), signOf("gitlab_status", `^run: (sidekiq|puma|gitaly): \(pid \d+\) \d{1,2}s`)}},
		{"disk-full", "A file system is full", "Find what grew (`du -x --max-depth=2`), free room before anything is restarted: PostgreSQL must not be started on a full disk again and again.",
			[]sign{signOf("df_hT", `\s100%\s+/`)},
			[]sign{signOf("", `No space left on device|ENOSPC`)}},
		{"gitaly-storage", "Gitaly waits for its storage", "Look at the storage below git-data before Gitaly: is it a network mount, did it answer?",
			[]sign{signOf("gitaly/current", `"grpc\.code":"DeadlineExceeded"`), signOf("dmesg", `nfs: server \S+ not responding|blk_update_request: I/O error|task \S+ blocked for more than`)},
			[]sign{signOf("mount", `git-data\s+(type\s+)?nfs4?`), signOf("df_hT", `\snfs4?\s.*git-data`), signOf("pressure_io.txt", `^some avg10=[3-9]\d\.`)}},
	}
}
