// Package duties says what each duty of the job family has become in the product: its state, the page or
// command, and the test that proves it. docs/job-to-feature.md is written from it.
package duties

//go:generate go test . -run TestPage -update

// State is how far a duty is served.
type State string

// The states. Done needs a test that exists; CI runs it with all others.
const (
	Done    State = "done"
	Partial State = "partial"
	NotYet  State = "not yet"
)

// Group is a part of the job family.
type Group string

// The groups, in the order of the page.
const (
	Work     Group = "Work of a Support Engineer"
	Assigned Group = "Specialism: Assigned Support Engineer"
	USGov    Group = "Specialism: US Government"
	Shift    Group = "Specialism: shift"
	Roles    Group = "Roles and grades"
	Hiring   Group = "Hiring"
	Place    Group = "The place"
)

// Groups lists them in order.
func Groups() []Group { return []Group{Work, Assigned, USGov, Shift, Roles, Hiring, Place} }

// Test names a test function by its package's folder, from the root of the repository.
type Test struct{ Folder, Func string }

// Duty is one thing that the job asks for, in our words.
type Duty struct {
	ID    string // of the job description's numbers where it has them: 1, and 1a where a number holds two duties
	Group Group
	Text  string
	State State
	Have  string // what there is, or what is missing of it; may be empty
	Page  string // a path or a command; empty: none
	Tests []Test
}

// Find gives the duty of an id.
func Find(id string) (Duty, bool) {
	for _, d := range All() {
		if d.ID == id {
			return d, true
		}
	}
	return Duty{}, false
}

// All gives every duty, in the order of the page.
func All() []Duty {
	var all []Duty
	for _, part := range [][]Duty{work(), specialisms(), roles(), hiring(), place()} {
		all = append(all, part...)
	}
	return all
}
