package crm

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// MostBytes is how large a file of accounts may be.
const MostBytes = 64 << 20

// File is a file of accounts.
type File struct {
	Name     string
	Data     []byte
	Columns  map[string]string // our name to that of the column, where the file calls it something nobody would guess
	Complete bool              // the file has all accounts: who is not in it is gone
}

// Parsed is what a file holds.
type Parsed struct {
	Source  Source
	Ignored []string // columns that mean nothing to the desk
	records []kept
}

// Accounts counts the rows of accounts.
func (p Parsed) Accounts() (n int) {
	for _, k := range p.records {
		if k.object == Accounts {
			n++
		}
	}
	return n
}

// Parse reads a file: CSV with a line for each account, or for each of its subscriptions, or JSON. What is wrong is told with its
// line and column, and then nothing of the file is taken over.
func (f File) Parse() (Parsed, error) {
	data := bytes.TrimPrefix(f.Data, []byte("\xef\xbb\xbf")) // Excel marks UTF-8 so
	switch {
	case len(data) > MostBytes:
		return Parsed{}, fault.New(fault.TooLarge, "%s is larger than the %d MiB that are taken. Take it over in parts", f.Name, MostBytes>>20)
	case len(bytes.TrimSpace(data)) == 0:
		return Parsed{}, fault.Field("file", "%s is empty", f.Name)
	}
	for ours, column := range f.Columns {
		if !slices.Contains(columnNames(), ours) {
			return Parsed{}, fault.Field("columns", "“%s” (for the column %s) is nothing that the desk takes over. It takes %s",
				fault.Clip(ours, 40), column, strings.Join(columnNames(), ", "))
		}
	}
	s := &sheet{columns: f.Columns}
	var err error
	if first := bytes.TrimSpace(data)[0]; first == '[' || first == '{' || strings.EqualFold(filepath.Ext(f.Name), ".json") {
		s.source, err = JSON, s.readJSON(data)
	} else {
		s.source, err = CSV, s.readCSV(data)
	}
	if err == nil {
		err = s.fault(f.Name)
	}
	return Parsed{Source: s.source, Ignored: s.ignored, records: s.records}, err
}

// StartFile begins to take over the accounts of a file.
func (s *Service) StartFile(ctx context.Context, f File) (Run, error) {
	if err := access.Check(ctx, managing); err != nil {
		return Run{}, err
	}
	parsed, err := f.Parse()
	if err != nil {
		return Run{}, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Run, error) {
		r := Run{Source: parsed.Source, Origin: filepath.Base(f.Name), State: Meaning, Complete: f.Complete}
		r.Progress = r.Progress.counted(Accounts, parsed.Accounts())
		r.Progress.Ignored = parsed.Ignored
		r, err := s.begin(ctx, tx, r)
		if err != nil {
			return r, err
		}
		for _, o := range Objects() {
			if err := saveRecords(ctx, tx, r.ID, slices.DeleteFunc(slices.Clone(parsed.records), func(k kept) bool { return k.object != o })); err != nil {
				return r, err
			}
		}
		if r.Progress.Accounts, err = countAccounts(ctx, tx, r.ID); err != nil {
			return r, err
		}
		r.NextAt = tx.Now()
		if err := s.moved(ctx, tx, &r); err != nil {
			return r, err
		}
		return r, s.enqueue(ctx, tx, r)
	})
}

// sheet gathers what a file holds and what is wrong with it.
type sheet struct {
	source  Source
	columns map[string]string
	ignored []string
	records []kept
	faults  []string
	more    int // faults beyond those that are told
}

const mostFaults = 20

func (s *sheet) bad(line int, column, format string, args ...any) {
	if len(s.faults) == mostFaults {
		s.more++
		return
	}
	place := fmt.Sprintf("line %d", line)
	if column != "" {
		place += ", column " + column
	}
	s.faults = append(s.faults, place+": "+fmt.Sprintf(format, args...))
}

func (s *sheet) fault(name string) error {
	if len(s.faults) == 0 {
		return nil
	}
	text := strings.Join(s.faults, "; ")
	if s.more > 0 {
		text += fmt.Sprintf("; and %d more", s.more)
	}
	return fault.Field("file", "%s was not taken over. %s", name, text)
}

// take adds a line of a file: an account, what it bought on this line, and whom it names there.
func (s *sheet) take(line int, row map[string]string, called map[string]string) {
	for _, name := range columnNames() {
		row[name] = strings.TrimSpace(row[name])
		if why := wrong(name, row[name]); why != "" {
			s.bad(line, cmp.Or(called[name], name), "%s", why)
		}
	}
	id, key := row["id"], AccountKey(row["id"])
	if id == "" {
		s.bad(line, cmp.Or(called["id"], "id"), "the account has no id. Without one it could not be found again")
		return
	}
	account := Record{}
	for _, name := range FieldsOf(Accounts) {
		if _, has := called[name]; has {
			account[name] = row[name]
		}
	}
	s.records = append(s.records, kept{Accounts, fmt.Sprintf("%09d", line), key, account})
	for sku := range strings.FieldsFuncSeq(row["sku"], func(r rune) bool { return r == ';' || r == '|' }) {
		s.subscribe(key, strings.TrimSpace(sku), row, called)
	}
	if address := addressOf(row["contact_address"]); address != "" {
		s.records = append(s.records, kept{Contacts, key + "/" + address, key,
			Record{"account": id, "name": row["contact_name"], "address": address, "role": row["contact_role"]}})
	}
}

// subscribe adds what was bought. A line that says the same again, for another contact, is the same subscription.
func (s *sheet) subscribe(key, sku string, row, called map[string]string) {
	if sku == "" {
		return
	}
	r := Record{"account": row["id"], "sku": sku}
	for ours, column := range map[string]string{"status": "status", "starts_on": "starts_on", "ends_on": "ends_on", "seats": "quantity",
		"arr": "arr", "sold_to": "sold_to", "sold_to_address": "sold_to_address"} {
		if _, has := called[column]; has {
			r[ours] = row[column]
		}
	}
	same := strings.Join([]string{key, row["subscription_id"], sku, r["status"], r["starts_on"], r["ends_on"], r["arr"], r["seats"]}, "/")
	s.records = append(s.records, kept{Subscriptions, same, key, r})
}

// wrong says what is wrong with a value, or nothing.
func wrong(column, value string) string {
	if value == "" {
		return ""
	}
	shown := fault.Clip(value, 40)
	switch column {
	case "starts_on", "ends_on":
		day, _, _ := strings.Cut(value, "T")
		if _, err := bizcal.ParseDate(day); err != nil {
			return "“" + shown + "” is not a day. Write it like 2026-11-30"
		}
	case "arr", "seats", "quantity":
		if n, err := strconv.ParseFloat(value, 64); err != nil || n < 0 || n > 1e15 {
			return "“" + shown + "” is not a number. Write it without a currency and without separators, such as 120000"
		}
	case "contact_address", "sold_to_address", "account_owner_address", "csm_address", "solutions_architect_address":
		if addressOf(value) == "" {
			return "“" + shown + "” is no e-mail address"
		}
	}
	if len(value) > 1000 {
		return "this is longer than the 1000 characters that are kept"
	}
	return ""
}
