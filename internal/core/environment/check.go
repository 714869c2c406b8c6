package environment

import (
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/core/environment/version"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

const (
	longestName  = 80
	longestText  = 100_000
	mostNodes    = 60
	mostUsers    = 10_000_000
	mostOfARole  = 100_000
	longestRole  = 60
	mostOfOneOrg = 500
)

// checked puts what was typed into its stored form. Errors are fault.Invalid and name the field.
func (e Environment) checked() (_ Environment, err error) {
	e.Name, e.Version, e.Deployment, e.Kind = strings.TrimSpace(e.Name), strings.TrimSpace(e.Version), strings.TrimSpace(e.Deployment),
		strings.TrimSpace(e.Kind)
	if e.Name == "" || len([]rune(e.Name)) > longestName || strings.ContainsAny(e.Name, "\r\n\t") {
		return e, fault.Field("name", "An environment has a name of 1 to %d characters on one line", longestName)
	}
	for _, w := range []struct {
		field, value string
		words        []string
		needed       bool
	}{{"kind", e.Kind, Kinds(), true}, {"deployment", e.Deployment, Deployments(), true}, {"architecture", e.Architecture, Architectures(),
		false}, {"size", e.Size, Sizes(), false}} {
		if (w.value != "" || w.needed) && !slices.Contains(w.words, w.value) {
			return e, fault.Field(w.field, "“%s” is none of %s", fault.Clip(w.value, 40), strings.Join(w.words, ", "))
		}
	}
	if e.Version != "" {
		v, err := version.Parse(e.Version)
		if err != nil {
			return e, err
		}
		e.Version = v.String()
	}
	if e.Users < 0 || e.Users > mostUsers {
		return e, fault.Field("users", "An environment has 0 to %d users, not %d", mostUsers, e.Users)
	}
	if e.Size == "" {
		e.Size = SizeFor(e.Users)
	}
	if len(e.Topology) > longestText || len(e.Notes) > longestText {
		return e, fault.Field("topology", "This text is longer than the %d bytes that are possible. Add it as a document", longestText)
	}
	e.Nodes, err = checkedNodes(e.Nodes)
	return e, err
}

// checkedNodes leaves out empty rows, and adds up what has one role.
func checkedNodes(nodes []Node) (out []Node, err error) {
	for _, n := range nodes {
		n.Role = strings.TrimSpace(n.Role)
		if n.Role == "" && n.Count == 0 {
			continue
		}
		switch {
		case n.Role == "" || len([]rune(n.Role)) > longestRole:
			return nil, fault.Field("nodes", "A role of nodes has 1 to %d characters; “%s” has not", longestRole, fault.Clip(n.Role, 40))
		case n.Count < 1 || n.Count > mostOfARole:
			return nil, fault.Field("nodes", "There are 1 to %d nodes of a role; %s has %d", mostOfARole, n.Role, n.Count)
		}
		if i := slices.IndexFunc(out, func(o Node) bool { return strings.EqualFold(o.Role, n.Role) }); i >= 0 {
			out[i].Count += n.Count
			continue
		}
		out = append(out, n)
	}
	if len(out) > mostNodes {
		return nil, fault.Field("nodes", "These are %d roles of nodes; up to %d are possible. Draw the rest into a document", len(out), mostNodes)
	}
	return out, nil
}

// differences names the fields that changed.
func (e Environment) differences(after Environment) (fields []string) {
	for _, c := range []struct {
		field   string
		changed bool
	}{{"name", e.Name != after.Name}, {"kind", e.Kind != after.Kind}, {"deployment", e.Deployment != after.Deployment}, {"version", e.Version != after.Version},
		{"architecture", e.Architecture != after.Architecture}, {"size", e.Size != after.Size}, {"users", e.Users != after.Users},
		{"nodes", !slices.Equal(e.Nodes, after.Nodes)}, {"topology", e.Topology != after.Topology}, {"notes", e.Notes != after.Notes},
		{"primary", e.Primary != after.Primary}} {
		if c.changed {
			fields = append(fields, c.field)
		}
	}
	return fields
}
