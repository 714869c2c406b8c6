package salesforcetest

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// cursor is an answer that is read part by part.
type cursor struct {
	object string
	fields []string
	rows   []Record
}

type job struct {
	id    string
	asked int
	cursor
}

// soql is as much of the language as a desk speaks: fields, an object, and conditions that a field is one of a list or not null.
var soql = regexp.MustCompile(`^SELECT ([\w., ]+) FROM (\w+)(?: WHERE (.+?))?(?: ORDER BY Id)?$`)

var (
	isIn      = regexp.MustCompile(`^([\w.]+) IN \(('[^']*'(?:, ?'[^']*')*)\)$`)
	isNotNull = regexp.MustCompile(`^([\w.]+) != null$`)
)

// ask finds the rows of a query, or refuses it.
func (s *Salesforce) ask(w http.ResponseWriter, query string) (*cursor, bool) {
	m := soql.FindStringSubmatch(strings.TrimSpace(query))
	if m == nil {
		refuse(w, http.StatusBadRequest, "MALFORMED_QUERY", "unexpected token in "+query)
		return nil, false
	}
	table, known := s.tables[m[2]]
	if !known {
		refuse(w, http.StatusBadRequest, "INVALID_TYPE", "sObject type '"+m[2]+"' is not supported.")
		return nil, false
	}
	c := &cursor{object: m[2]}
	for name := range strings.SplitSeq(m[1], ",") {
		name = strings.TrimSpace(name)
		if len(table) > 0 && !slices.ContainsFunc(table, func(r Record) bool { _, ok := r[name]; return ok }) {
			refuse(w, http.StatusBadRequest, "INVALID_FIELD", "No such column '"+name+"' on entity '"+m[2]+"'.")
			return nil, false
		}
		c.fields = append(c.fields, name)
	}
	for _, r := range table {
		holds, err := meets(r, m[3])
		if err != nil {
			refuse(w, http.StatusBadRequest, "MALFORMED_QUERY", err.Error())
			return nil, false
		}
		if holds {
			c.rows = append(c.rows, r)
		}
	}
	return c, true
}

func meets(r Record, where string) (bool, error) {
	if where == "" {
		return true, nil
	}
	for part := range strings.SplitSeq(where, " AND ") {
		part = strings.TrimSpace(part)
		if m := isNotNull.FindStringSubmatch(part); m != nil {
			if r[m[1]] == "" {
				return false, nil
			}
			continue
		}
		m := isIn.FindStringSubmatch(part)
		if m == nil {
			return false, fmt.Errorf("unexpected token: %s", part)
		}
		if !strings.Contains(m[2], "'"+r[m[1]]+"'") {
			return false, nil
		}
	}
	return true, nil
}

func (s *Salesforce) query(w http.ResponseWriter, r *http.Request) {
	c, ok := s.ask(w, r.URL.Query().Get("q"))
	if !ok {
		return
	}
	id := fmt.Sprintf("01gD%014d", len(s.locators)+1)
	s.locators[id] = c
	s.page(w, id, c, 0)
}

func (s *Salesforce) more(w http.ResponseWriter, r *http.Request) {
	id, at, _ := strings.Cut(r.PathValue("locator"), "-")
	from, err := strconv.Atoi(at)
	c := s.locators[id]
	if err != nil || c == nil || from < 0 || from > len(c.rows) {
		refuse(w, http.StatusBadRequest, "INVALID_QUERY_LOCATOR", "invalid query locator")
		return
	}
	s.page(w, id, c, from)
}

func (s *Salesforce) page(w http.ResponseWriter, id string, c *cursor, from int) {
	to := min(from+s.cfg.PageSize, len(c.rows))
	records := make([]map[string]any, 0, to-from)
	for _, r := range c.rows[from:to] {
		records = append(records, s.record(c, r))
	}
	said := map[string]any{"totalSize": len(c.rows), "done": to == len(c.rows), "records": records}
	if to < len(c.rows) {
		said["nextRecordsUrl"] = fmt.Sprintf("/services/data/%s/query/%s-%d", s.cfg.Version, id, to)
	}
	answer(w, http.StatusOK, said)
}

// record is a row as JSON: empty is null, relationships are records of their own.
func (s *Salesforce) record(c *cursor, r Record) map[string]any {
	out := map[string]any{"attributes": map[string]string{"type": c.object, "url": "/services/data/" + s.cfg.Version + "/sobjects/" + c.object + "/" + r["Id"]}}
	for _, name := range c.fields {
		into, last := out, name
		if relation, field, ok := strings.Cut(name, "."); ok {
			below, _ := out[relation].(map[string]any)
			if below == nil {
				below = map[string]any{"attributes": map[string]string{"type": relation}}
				out[relation] = below
			}
			into, last = below, field
		}
		into[last] = value(r[name])
	}
	return out
}

func value(text string) any {
	switch text {
	case "":
		return nil
	case "true":
		return true
	case "false":
		return false
	}
	return text
}

func (s *Salesforce) forget(id string) { delete(s.jobs, id) }

// write sends rows from one on as CSV, as the Bulk API does.
func (c *cursor) write(w http.ResponseWriter, from, to int) {
	out := csv.NewWriter(w)
	out.Write(c.fields)
	for _, r := range c.rows[from:to] {
		line := make([]string, len(c.fields))
		for i, name := range c.fields {
			line[i] = r[name]
		}
		out.Write(line)
	}
	out.Flush()
}
