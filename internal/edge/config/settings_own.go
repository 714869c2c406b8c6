package config

import (
	"context"

	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
)

// ownSettings are the settings of the packages below, by what they are about. Keys and passwords are no configuration.
func ownSettings() []Setting {
	return []Setting{
		SettingOf(SecondApprover, "Which changes of files need a second approver"),
		SettingOf(Criticality, "How critical changes of files are: C1 to C4, by folder, folder.create|change|rename|delete, folder/name or folder#field"),
		defaultCalendar(),
		SettingOf(people.SupportLevels, "The support levels, highest first"),
		SettingOf(people.SuccessTiers, "The success tiers, highest first"),
		SettingOf(people.UsualTerms, "The terms that a new organization begins with"),
		SettingOf(people.FocusNames, "The words offered for what people's time goes to"),
		SettingOf(people.Limits, "Up to which share of a region off on a day its capacity is green and yellow, in percent"),
		SettingOf(ticket.UndoSeconds, "How long a reply can be taken back"),
		guards(),
		SettingOf(intake.Addresses, "The desk's own mail addresses, the first to introduce itself by"),
		SettingOf(intake.MailBrakes, "The brakes on incoming mail"),
		SettingOf(notify.MailFrom, "Who the desk's mail comes from"),
		SettingOf(notify.MailStyle, "How replies look"),
		SettingOf(notify.MailAck, "Whether new tickets are acknowledged by mail"),
		SettingOf(notify.MailTemplates, "The words around and in the desk's mail"),
		SettingOf(notify.MailBrakes, "The brakes on automatic mail"),
		relay(),
	}
}

// calendarName is the title of a calendar.
type calendarName struct {
	Calendar string `yaml:"calendar" required:"true" ref:"calendar" about:"Its title"`
}

func defaultCalendar() Setting {
	return settingAs(calendar.Default, "The calendar of tickets where nothing else says one",
		func(_ context.Context, _ *session, title string) (calendarName, error) {
			return calendarName{title}, nil
		},
		func(_ context.Context, _ *session, _ string, f calendarName) (string, error) { return f.Calendar, nil })
}

// guards tells the level of every guard rail, not only of those that were changed.
func guards() Setting {
	return settingAs(ticket.Guards, "How hard the guard rails are: refuse, warn or off; and how many days away a due date may be",
		func(_ context.Context, _ *session, r ticket.GuardRules) (ticket.GuardRules, error) {
			r.Levels = r.All()
			return r, nil
		},
		func(_ context.Context, _ *session, _, f ticket.GuardRules) (ticket.GuardRules, error) { return f, nil })
}

// relayFile is the mail server that takes the desk's mail, without its password.
type relayFile struct {
	Host           string `yaml:"host" about:"The mail server; none lets mail wait"`
	Port           int    `yaml:"port,omitempty" about:"Its port; none is the usual one"`
	Security       string `yaml:"security" oneof:"tls starttls plain" about:"How the connection is protected"`
	Username       string `yaml:"username" about:"The user to sign in as"`
	AllowPlainAuth bool   `yaml:"allow_plain_auth,omitempty" about:"Let the password cross the network in clear text"`
	UnknownSeconds int    `yaml:"unknown_seconds" about:"How long the server is left alone after it gave no answer to a whole mail"`
}

func relay() Setting {
	return settingAs(notify.MailRelay, "The mail server that takes the desk's mail, without its password",
		func(_ context.Context, _ *session, r notify.Relay) (relayFile, error) {
			return relayFile{r.Host, r.Port, string(r.Security), r.Username, r.AllowPlainAuth, r.UnknownSeconds}, nil
		},
		func(_ context.Context, _ *session, before notify.Relay, f relayFile) (notify.Relay, error) {
			r := notify.Relay{Host: f.Host, Port: f.Port, Security: submit.Security(f.Security), Username: f.Username,
				AllowPlainAuth: f.AllowPlainAuth, UnknownSeconds: f.UnknownSeconds}
			if r.Host == before.Host && r.Username == before.Username { // else it could be lured to a foreign server
				r.Password = before.Password
			}
			return r, nil
		})
}
