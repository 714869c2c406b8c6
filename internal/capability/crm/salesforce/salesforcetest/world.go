package salesforcetest

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/daywatch/daywatch/internal/capability/crm/salesforce"
)

// FillWorld fills the tables with so many accounts, their subscriptions and people, as they stood on a day: most are in order, and
// some are of every kind that an import must explain. The same seed makes the same world.
func (s *Salesforce) FillWorld(accounts int, day time.Time) {
	w := world{chance: rand.New(rand.NewPCG(s.cfg.Seed, 2)), day: day,
		tables: map[string][]Record{"Account": {}, "Subscription__c": {}, "Contact": {}, "Case": {}}}
	for i := range accounts {
		w.account(i)
	}
	for object, records := range w.tables {
		s.Add(object, records...)
	}
}

// ID is the id of the nth record of a kind, whose three letters begin it, in the form of 15 characters.
func ID(prefix string, n int) string {
	const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	id := []byte(prefix + "5g00000000000"[:12])
	for i := 14; n > 0; i-- {
		id[i] = digits[n%len(digits)]
		n /= len(digits)
	}
	return string(id)
}

type world struct {
	chance *rand.Rand
	day    time.Time
	tables map[string][]Record
}

var (
	regions  = []string{"AMER", "EMEA", "APAC"}
	segments = []string{"Large", "Mid-Market", "SMB"}
	healths  = []string{"Green", "Green", "Green", "Amber", "Red"}
	skus     = []string{"SaaS - Premium", "SaaS - Ultimate", "Self-Managed - Premium", "Self-Managed - Ultimate", "Dedicated - Ultimate",
		"Enterprise Success - Signature"}
	roles = []string{"Technical contact", "Executive sponsor", "Billing contact", ""}
)

func (w *world) pick(from []string) string { return from[w.chance.IntN(len(from))] }

// account makes one account. One in 25 is no customer's, one in 30 has no subscription, one in 400 shares its domain.
func (w *world) account(i int) {
	id, domain := salesforce.ID18(ID("001", i)), fmt.Sprintf("customer%05d.example", i)
	kind, hold := "Customer", "false"
	switch w.chance.IntN(100) {
	case 0, 1:
		kind = "Prospect"
	case 2, 3:
		kind = "Partner"
	case 4, 5, 6, 7:
		kind = "Former Customer"
	case 8:
		hold = "true"
	}
	if i > 0 && w.chance.IntN(400) == 0 {
		domain = fmt.Sprintf("customer%05d.example", w.chance.IntN(i))
	}
	r := Record{"Id": id, "Name": fmt.Sprintf("Customer %05d", i), "Type": kind, "IsPartner": fmt.Sprint(kind == "Partner"), "Website": "https://www." + domain,
		"Support_Region__c": w.pick(regions), "Sales_Segmentation__c": w.pick(segments), "Health__c": w.pick(healths), "Partner_Account__r.Name": "",
		"Support_Hold__c": hold, "Support_Hold_Reason__c": "", "Owner.Name": fmt.Sprintf("Owner %02d", i%40),
		"Owner.Email":                      fmt.Sprintf("owner%02d@sales.example", i%40),
		"Customer_Success_Manager__r.Name": fmt.Sprintf("Success %02d", i%25), "Customer_Success_Manager__r.Email": fmt.Sprintf("csm%02d@sales.example", i%25),
		"Solutions_Architect__r.Name": "", "Solutions_Architect__r.Email": "", "Open_Tickets__c": "", "Tickets_90_Days__c": ""}
	if hold == "true" {
		r["Support_Hold_Reason__c"] = "The invoice of August is unpaid"
	}
	w.tables["Account"] = append(w.tables["Account"], r)
	if w.chance.IntN(30) > 0 {
		for range 1 + w.chance.IntN(2) {
			w.subscription(id, domain, kind == "Former Customer")
		}
	}
	for range w.chance.IntN(3) {
		n := len(w.tables["Contact"])
		w.tables["Contact"] = append(w.tables["Contact"], Record{"Id": salesforce.ID18(ID("003", n)), "AccountId": id, "Name": fmt.Sprintf("Person %06d", n),
			"Email": fmt.Sprintf("person%06d@%s", n, domain), "Role__c": w.pick(roles)})
	}
}

func (w *world) subscription(account, domain string, over bool) {
	n := len(w.tables["Subscription__c"])
	end := w.day.AddDate(0, 0, 30+w.chance.IntN(330))
	if over {
		end = w.day.AddDate(0, 0, -w.chance.IntN(5*365))
	}
	r := Record{"Id": salesforce.ID18(ID("a0S", n)), "Account__c": account, "SKU__c": w.pick(skus), "Status__c": "Active",
		"Start_Date__c": end.AddDate(-1, 0, 1).Format(time.DateOnly),
		"End_Date__c":   end.Format(time.DateOnly), "Quantity__c": fmt.Sprint(10 * (1 + w.chance.IntN(100))),
		"ARR__c":          fmt.Sprintf("%d.00", 1000*(1+w.chance.IntN(300))),
		"Sold_To__r.Name": fmt.Sprintf("Buyer %06d", n), "Sold_To__r.Email": fmt.Sprintf("buyer%06d@%s", n, domain)}
	switch w.chance.IntN(60) {
	case 0:
		r["Status__c"] = "Cancelled"
	case 1:
		r["SKU__c"] = "Training voucher"
	}
	w.tables["Subscription__c"] = append(w.tables["Subscription__c"], r)
}
