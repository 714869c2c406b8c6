package crm

import (
	"strconv"
	"strings"
)

// Cells are the lines of a plan's file that tell of an account: one for each change, and one where there is none.
func (l Line) Cells() (rows [][]string) {
	var notes []string
	for _, n := range l.Notes {
		notes = append(notes, strings.TrimSpace(n.Word+" "+n.Value+" "+n.Other))
	}
	if l.Said != "" {
		notes = append(notes, l.Said)
	}
	row := func(c Change) []string {
		held := ""
		if c.Held {
			held = strconv.FormatBool(true)
		}
		return []string{l.AccountID, l.Name, string(l.Kind), l.Reason, c.Field, c.From, c.To, held, l.State, strings.Join(notes, "; ")}
	}
	for _, c := range l.Changes {
		rows = append(rows, row(c))
	}
	if len(rows) == 0 {
		rows = append(rows, row(Change{}))
	}
	return rows
}

// Reasons lists the reasons of lines that are skipped or ambiguous.
func Reasons() []string {
	return []string{SkipType, SkipPartner, SkipNoSubscription, SkipUnknownSKU, SkipNoName, SkipNoID,
		DoubtSharedDomain, DoubtSharedName, DoubtTwo, DoubtNameTaken, DoubtDomainTaken, DoubtContradicts}
}

// Sample is a file of accounts to begin with: a line for each subscription.
const Sample = `id,name,type,website,region,sku,starts_on,ends_on,arr,quantity,hold,hold_reason,account_owner,account_owner_email,csm,csm_email,contact_name,contact_email,contact_role
0015g00000Acme1AAA,Acme Harbour,Customer,https://www.acme-harbour.example,EMEA,Self-Managed - Premium,2026-01-01,2026-12-31,48000,120,,,Olga Brandt,olga@sales.example,Chidi Eze,chidi@sales.example,Dana Cole,dana@acme-harbour.example,Technical contact
0015g00000Acme1AAA,Acme Harbour,Customer,https://www.acme-harbour.example,EMEA,SaaS - Ultimate,2026-03-01,2027-02-28,90000,80,,,Olga Brandt,olga@sales.example,Chidi Eze,chidi@sales.example,Per Holm,per@acme-harbour.example,Executive sponsor
0015g00000Seto1AAA,Seto Rail,Customer,seto-rail.example,APAC,SaaS - Premium,2026-06-01,2027-05-31,24000,60,yes,The invoice of August is unpaid,Olga Brandt,olga@sales.example,,,Yuki Mori,yuki@seto-rail.example,Technical contact
0015g00000Glob1AAA,Globex Old,Former Customer,globex.example,AMER,Self-Managed - Premium,2021-01-01,2021-12-31,0,10,,,,,,,,,
`
