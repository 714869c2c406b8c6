package crm

// Kind is what becomes of an account, or of an organization that the CRM has no more.
type Kind string

// The kinds. Every account of a run is one of the first five.
const (
	Added     Kind = "new"
	Changed   Kind = "changed"
	Unchanged Kind = "unchanged"
	Skipped   Kind = "skipped"
	Ambiguous Kind = "ambiguous" // left as it is: nobody guesses
	Vanished  Kind = "vanished"  // an organization that came from the CRM
)

// Kinds lists the kinds in the order in which plans show them.
func Kinds() []Kind { return []Kind{Added, Changed, Vanished, Ambiguous, Skipped, Unchanged} }

// The reasons for which an account is ambiguous.
const (
	DoubtSharedDomain = "shared_domain" // two accounts claim one domain, and no organization is theirs yet
	DoubtSharedName   = "shared_name"
	DoubtTwo          = "two_organizations" // two organizations have the account's id, or its name and its domain
	DoubtNameTaken    = "name_taken"        // by an organization with another id
	DoubtDomainTaken  = "domain_taken"
	DoubtContradicts  = "contradicts" // two rows of one account differ
)

// Change is one field that becomes another.
type Change struct {
	Field string `json:"field"`
	From  string `json:"from,omitempty"`
	To    string `json:"to,omitempty"`
	Held  bool   `json:"held,omitempty"` // by an override
}

// Row is a line of a plan.
type Row struct {
	Mapped
	Kind           Kind     `json:"kind"`
	Reason         string   `json:"reason,omitempty"` // of those that are skipped or ambiguous
	OrganizationID int64    `json:"organization_id,omitempty"`
	Changes        []Change `json:"changes,omitempty"`
	Gone           []Person `json:"gone,omitempty"` // contacts whom the CRM named once, and names no more
	Off            bool     `json:"off,omitempty"`  // they are taken off the contacts
}

// Does reports whether there is something to apply.
func (r Row) Does() bool { return r.Kind == Added || r.Kind == Changed || r.Kind == Vanished }
