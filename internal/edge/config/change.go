package config

import "slices"

// Action is what is done to an object.
type Action string

// The actions.
const (
	Create  Action = "create"
	Replace Action = "change"
	Rename  Action = "rename" // and maybe change
	Delete  Action = "delete"
)

// Change is what becomes of one object.
type Change struct {
	Action Action        `json:"action"`
	Kind   string        `json:"kind"`   // policy
	Folder string        `json:"folder"` // policies
	Name   string        `json:"name"`   // as it is afterwards; of what is deleted, as it was
	Was    string        `json:"was,omitempty"`
	File   string        `json:"file,omitempty"` // empty: the change follows from another one
	Level  Level         `json:"level"`
	Fields []FieldChange `json:"fields,omitempty"`
}

// FieldChange is one field that becomes another; nothing is what was not there, or is not any more.
type FieldChange struct {
	Field string `json:"field"` // targets.high.first_reply_time.within
	From  string `json:"from,omitempty"`
	To    string `json:"to,omitempty"`
}

// Missing is an object that the desk has and the files do not.
type Missing struct {
	Kind   string `json:"kind"`
	Folder string `json:"folder"`
	Name   string `json:"name"`
}

// Plan is what applying files does to a desk.
type Plan struct {
	Objects int       `json:"objects"` // in the files
	Changes []Change  `json:"changes"`
	Missing []Missing `json:"missing,omitempty"` // in the files; left alone
}

// Empty reports whether nothing would change.
func (p Plan) Empty() bool { return len(p.Changes) == 0 }

// Highest is the level of the most critical change; empty for none.
func (p Plan) Highest() Level {
	if p.Empty() {
		return ""
	}
	return slices.MinFunc(p.Changes, func(a, b Change) int { return slices.Index(Levels(), a.Level) - slices.Index(Levels(), b.Level) }).Level
}

// count tells how many changes are of an action.
func (p Plan) count(a Action) (n int) {
	for _, c := range p.Changes {
		if c.Action == a {
			n++
		}
	}
	return n
}
