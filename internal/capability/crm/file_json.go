package crm

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// readJSON reads a list of accounts, by itself or under "accounts". An account may have its subscriptions and its contacts as lists
// of their own, or the fields of one beside its own, as a line of CSV has them.
func (s *sheet) readJSON(data []byte) error {
	list := data
	if bytes.TrimSpace(data)[0] == '{' {
		var under map[string]json.RawMessage
		if err := json.Unmarshal(data, &under); err != nil {
			s.broken(data, err)
			return nil
		}
		if list = under["accounts"]; list == nil {
			s.bad(1, "", "there is no list of accounts. Write [{\"id\": …, \"name\": …}], or the same under “accounts”")
			return nil
		}
	}
	offset := bytes.Index(data, list) // of the list in the file
	d := json.NewDecoder(bytes.NewReader(list))
	d.UseNumber()
	if _, err := d.Token(); err != nil {
		s.broken(data, err)
		return nil
	}
	for d.More() {
		var item map[string]any
		at := offset + int(d.InputOffset())
		if err := d.Decode(&item); err != nil {
			s.broken(data, err)
			return nil
		}
		s.item(lineAt(data, at), item)
	}
	if _, err := d.Token(); err != nil {
		s.broken(data, err)
	}
	return nil
}

// lineAt is the line of the first sign behind an offset that is more than space or a comma.
func lineAt(data []byte, at int) int {
	for at < len(data) && bytes.ContainsRune([]byte(" \t\r\n,["), rune(data[at])) {
		at++
	}
	return 1 + bytes.Count(data[:min(at, len(data))], []byte("\n"))
}

func (s *sheet) broken(data []byte, err error) {
	line := 1 + bytes.Count(data, []byte("\n"))
	if syntax, ok := err.(*json.SyntaxError); ok {
		line = 1 + bytes.Count(data[:min(int(syntax.Offset), len(data))], []byte("\n"))
	}
	s.bad(line, "", "this is no JSON: %v", err)
}

// item takes an account with its lists, each entry as a line.
func (s *sheet) item(line int, item map[string]any) {
	own := map[string]string{}
	var subscriptions, contacts []map[string]string
	for _, name := range slices.Sorted(maps.Keys(item)) {
		switch name {
		case "subscriptions":
			subscriptions = s.entries(line, name, item[name])
		case "contacts":
			contacts = s.entries(line, name, item[name])
		default:
			s.field(line, name, item[name], own, "")
		}
	}
	called := map[string]string{}
	for name := range own {
		called[name] = name
	}
	for _, needed := range []string{"id", "name"} {
		if own[needed] == "" {
			s.bad(line, needed, "an account needs it")
			return
		}
	}
	rows := max(1, len(subscriptions), len(contacts))
	for i := range rows {
		row, named := maps.Clone(own), maps.Clone(called)
		for _, list := range [][]map[string]string{subscriptions, contacts} {
			if i < len(list) {
				for name, value := range list[i] {
					row[name], named[name] = value, name
				}
			}
		}
		s.take(line, row, named)
	}
}

// entries reads a list inside an account.
func (s *sheet) entries(line int, name string, value any) (all []map[string]string) {
	list, ok := value.([]any)
	if !ok {
		s.bad(line, name, "this must be a list")
		return nil
	}
	for _, one := range list {
		fields, ok := one.(map[string]any)
		if !ok {
			s.bad(line, name, "each entry of the list must be an object")
			continue
		}
		row := map[string]string{}
		for _, field := range slices.Sorted(maps.Keys(fields)) {
			s.field(line, field, fields[field], row, name)
		}
		all = append(all, row)
	}
	return all
}

// field takes one value. In a list of contacts "address" is contact_address, in one of subscriptions "seats" is quantity.
func (s *sheet) field(line int, name string, value any, into map[string]string, within string) {
	ours := s.within(name, within)
	switch v := value.(type) {
	case nil:
	case string:
		into[ours] = v
	case bool, json.Number:
		into[ours] = fmt.Sprint(v)
	default:
		s.bad(line, name, "this must be a text, a number or true or false")
	}
	if delete(into, ""); ours == "" && !slices.Contains(s.ignored, name) {
		s.ignored = append(s.ignored, name)
	}
}

// within finds what a name means in a list: an id there is not the account's.
func (s *sheet) within(name, list string) string {
	switch word := folded(name); {
	case list == "contacts" && (word == "email" || word == "mail"):
		return "contact_address"
	case list == "contacts" && !strings.HasPrefix(word, "contact"):
		return s.meant("contact_" + name)
	case list == "subscriptions" && word == "id":
		return "subscription_id"
	case list == "subscriptions" && word == "seats":
		return "quantity"
	case list == "subscriptions" && (word == "name" || word == "type"):
		return ""
	}
	return s.meant(name)
}
