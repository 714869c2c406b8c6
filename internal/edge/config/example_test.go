package config

// example is a configuration with something of every kind, as somebody writes it by hand: with comments, in an order of
// their own, with quotes where none are needed.
var example = map[string]string{
	"calendars/nights.yaml": `# For those who watch at night.
title: Nights
zone: Europe/Amsterdam
hours:
  monday: [22:00-06:00] # over midnight
  thursday: ["00:00-07:00", 08:00-12:00]
holidays:
- {date: 2030-12-25, name: Christmas}
special_days:
- date: 2030-12-24
  hours: [09:00-12:00]
- {date: 2030-12-31, hours: []}
`,
	"calendars/sun.yaml": "title: Follow the sun\nmembers: [Nights, EMEA hours, \"APAC hours\"]\n",
	"regions/gov.yaml": `key: gov
position: 25
name: Government
zone: America/New_York
opens: "08:00"
closes: 18:00
calendar: Nights
queue_hours: [12, 13]
`,
	"organizations/kelpworks.yaml": `name: Kelpworks
external_id: C-7
plan: Premium
support_level: premium
success_tier: signature
starts_on: 2026-01-01
ends_on: 2026-12-31
contact_limit: 5
region: gov
calendar: Nights
promise: {times: "tue,thu 15:00", zone: Asia/Tokyo} # as in the contract
assigned_engineer: ben@desk.test
deployment: self-managed
tags: [fishery, pilot]
fields: {seats: 400, segment: large}
notes: |
  Ask for the harbour.
  They answer at night.
`,
	"organizations/paused.yaml":       "name: Paused Ltd.\nhold: The invoice is unpaid\ngrace_days: 0\n",
	"groups/billing.yaml":             "title: Billing\n",
	"groups/experts.yaml":             "title: Experts # the last resort\n",
	"organization_fields/seats.yaml":  "key: seats\ntitle: Seats\nkind: number\n",
	"organization_fields/segment.yml": "key: segment\nposition: 5\ntitle: Segment\nkind: select\noptions:\n- {value: large, title: Large}\n- {value: small, title: Small}\n",
	"people/lea.yaml":                 "email: lea@desk.test\nname: Lea Lang\nrole: admin\nzone: Europe/Berlin\n",
	"people/ben.yaml": `email: ben@desk.test
name: Ben Ode
role: agent
manager: lea@desk.test
region: gov
groups: [Experts, Billing]
working_hours:
  monday: [09:00-17:00]
  friday: [09:00-12:30, 13:30-15:00]
focuses:
- {name: SaaS, percentage: 60}
- {name: Self-managed, percentage: 40}
skills: [{name: Gitaly, level: 3}, {name: Geo, level: 1}]
languages: [de, en]
round_robin: {active: true, modifier: 50}
accepts: 20
`,
	"qualifications/emergencies.yaml": "title: Emergency training\nholders: [ben@desk.test, lea@desk.test]\n",
	"qualifications/citizen.yaml":     "title: Citizenship\nkind: clearance\nabout: A passport was seen.\n",
	"schedules/emergencies.yaml": `title: Emergencies by day
critical: true
holes_agreed: true
demands: [Emergency training]
layers:
- name: Berlin # the early ones
  region: gov
  zone: Europe/Berlin
  starts: 2026-01-05T09:00
  turn: 1 weeks
  people: [lea@desk.test, lea@desk.test]
  hours: [Mon-Fri 09:00-17:00, "Sat, Sun 10:00-14:00"]
  until: 2031-12-31
- {name: Along, zone: Europe/Berlin, people: [ben@desk.test], shadow: true}
`,
	"escalation-policies/night.yaml": `title: Night
steps:
- ask: [{schedule: Emergencies by day}, {person: lea@desk.test}]
  wait: 2m30s
- {ask: [{group: Experts, everyone: true}], wait: 10m} # all of them
repeat: 2
wait_for_nobody: true
last_resort: [{person: ben@desk.test}]
last_resort_every: 3m
ring_again_after: 30m
`,
	"fields/area.yaml": `key: area
position: 20
title: Area
kind: multiselect
options: [{value: git, title: Git}, {value: ci, title: "CI/CD"}]
help: |
  What it is about.
  One or several.
customers: true
`,
	"fields/urgency.yaml": "key: urgency\nposition: 10\ntitle: Urgency\nkind: text\ncustomers: false\n",
	"forms/saas.yaml": `title: SaaS
about: For what we run.
customers: true
fields:
- field: area
  required: true
- field: urgency
  required_on_solve: true
  when:
    all:
    - {field: custom_fields_area, operator: includes, value: ci}
    - {field: ticket_form_id, operator: is_not, value: Emergencies}
`,
	"forms/emergencies.yaml": "title: Emergencies\nposition: 10\ncustomers: false\nemergency: true\n",
	"statuses/pending.yaml":  "status: pending\nremind_after_days: 5\nsolve_after_days: 10\n",
	"views/mine.yaml":        "title: Of the experts\nposition: 15\nquery: 'group:\"Experts\" status<solved'\nsort: breach\n",
	"macros/hello.yaml": `title: "General::Hello"
body: |
  Hello {{requester.first_name}},

  we look into it.
actions:
- {field: group_id, value: Billing}
- {field: status, value: open}
- {field: follower, value: lea@desk.test}
- {field: current_tags, value: [seen, said_hello]}
`,
	"policies/gov.yaml": `title: Government
position: 15
filter:
  all:
  - {field: region, operator: is, value: gov}
  - {field: assignee_id, operator: is_not, value: lea@desk.test}
  - {field: organization_id, operator: is_not, value: Paused Ltd.}
  any:
  - {field: schedule_id, operator: is, value: [Nights, Follow the sun]}
  - {field: organization.custom_fields.segment, operator: is, value: large}
targets:
  urgent:
    first_reply_time: {within: 15m, hours: 24x7, contract: true}
    total_resolution_time: {within: 1h30m, hours: calendar}
warn_at_percent: [33.3, 50]
`,
	"triggers/route.yaml": `title: Route billing
about: Invoices go to those who know.
position: 5
conditions:
  all:
  - {field: update_type, operator: is, value: Create}
  - {field: subject_includes_word, operator: includes, value: [invoice, bill]}
  - {field: group_id, operator: is_not, value: Billing}
actions:
- {field: group_id, value: Billing}
- {field: set_schedule, value: Nights}
- field: notification_user
  to: lea@desk.test
  subject: An invoice
  body: |
    Look at #{{ticket.id}}.

    It is about money.
- field: notification_group
  to: Experts
  subject: The same
  body: For you.
- {field: custom_fields_area, value: [ci, git]}
`,
	"automations/old.yaml": `title: Tag what is old
conditions:
  all:
  - {field: OPEN, operator: greater_than, value: 24}
  - {field: current_tags, operator: not_includes, value: old}
actions:
- {field: current_tags, value: old}
`,
	"mailboxes/support.yaml":           "account: support\nhost: imap.example.com\nsecurity: tls\nusername: support@example.com\nactive: false\n",
	"settings/calendar.default.yaml":   "setting: calendar.default\nvalue: {calendar: Follow the sun}\n",
	"settings/queue.push.yaml":         "setting: queue.push\nvalue: [{group: Billing, focus: SaaS, most: 10}]\n",
	"settings/queue.shift_lists.yaml":  "setting: queue.shift_lists\nvalue:\n  slots: [{region: gov, at: 08:30}]\n  beyond_hours: 2\n",
	"settings/mail.templates.yaml":     "setting: mail.templates\nvalue:\n  footer: 'Ticket #{{ticket.id}}'\n",
	"settings/people.tiers.yaml":       "setting: people.success_tiers\nvalue: [{key: signature, name: Signature}, {key: advanced, name: Advanced}, {key: gold, name: Gold}]\n",
	"settings/ticket.guards.yaml":      "setting: ticket.guards\nvalue: {levels: {due_far: 'off'}, far_days: 30}\n",
	"settings/config.criticality.yaml": "setting: config.criticality\nvalue: {policies: C1, macros: C4}\n",
	"README.md":                        "Ours.\n",
}
