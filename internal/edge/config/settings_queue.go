package config

import (
	"context"

	"github.com/daywatch/daywatch/internal/capability/queue"
)

// slotFile is an hour of the day at which something is made for a region.
type slotFile struct {
	Region string `yaml:"region" required:"true" ref:"region" about:"The key of the region"`
	At     string `yaml:"at" required:"true" about:"When, in UTC: 07:00"`
}

type shiftListsFile struct {
	Slots  []slotFile `yaml:"slots" style:"flow" about:"When the lists are made"`
	Beyond int        `yaml:"beyond_hours" about:"How many hours behind the end of the shift a breach still counts"`
}

type veryBreachedFile struct {
	Slots []slotFile `yaml:"slots" style:"flow" about:"When the reports are made"`
	Days  int        `yaml:"working_days" about:"How many days, Monday to Friday, behind its breach a ticket is reported"`
	Zone  string     `yaml:"zone" about:"The time zone in which these days begin"`
}

type pushFile struct {
	Group string `yaml:"group" required:"true" ref:"group" about:"The group whose tickets find their people"`
	Focus string `yaml:"focus,omitempty" about:"The part of people's time that counts; none counts everybody whole"`
	Most  int    `yaml:"most,omitempty" about:"How many live tickets somebody has at most; none has no limit"`
}

// queueSettings order the queue and what is made of it at fixed hours.
func queueSettings() []Setting {
	return []Setting{
		SettingOf(queue.Longest, "How many unassigned tickets are weighed: those that breach first"),
		SettingOf(queue.WeightsKey, "How many points each reason to take a ticket soon is worth"),
		settingAs(queue.ShiftListsKey, "When the lists of the shift chair are made, and how far they look", readShiftLists, keepShiftLists),
		settingAs(queue.VeryBreachedKey, "When the tickets that wait far too long are reported, and what counts as such", readVeryBreached, keepVeryBreached),
		settingAs(queue.PushKey, "The groups whose tickets find their people by themselves", readPush, keepPush),
	}
}

func slotFiles(slots []queue.Slot) []slotFile {
	out := make([]slotFile, len(slots))
	for i, s := range slots {
		out[i] = slotFile(s)
	}
	return out
}

func slotsOf(files []slotFile) []queue.Slot {
	out := make([]queue.Slot, len(files))
	for i, f := range files {
		out[i] = queue.Slot(f)
	}
	return out
}

func readShiftLists(_ context.Context, _ *session, l queue.ShiftLists) (shiftListsFile, error) {
	return shiftListsFile{slotFiles(l.Slots), l.Beyond}, nil
}

func keepShiftLists(_ context.Context, _ *session, _ queue.ShiftLists, f shiftListsFile) (queue.ShiftLists, error) {
	return queue.ShiftLists{Slots: slotsOf(f.Slots), Beyond: f.Beyond}, nil
}

func readVeryBreached(_ context.Context, _ *session, r queue.VeryBreachedReports) (veryBreachedFile, error) {
	return veryBreachedFile{slotFiles(r.Slots), r.Days, r.Zone}, nil
}

func keepVeryBreached(_ context.Context, _ *session, _ queue.VeryBreachedReports, f veryBreachedFile) (queue.VeryBreachedReports, error) {
	return queue.VeryBreachedReports{Slots: slotsOf(f.Slots), Days: f.Days, Zone: f.Zone}, nil
}

func readPush(ctx context.Context, s *session, list []queue.Push) ([]pushFile, error) {
	out := make([]pushFile, 0, len(list))
	for _, p := range list {
		name, err := s.name(ctx, "group", p.GroupID)
		if err != nil {
			return nil, err
		}
		if name != "" { // a group that is gone is pushed nothing
			out = append(out, pushFile{name, p.Focus, p.Most})
		}
	}
	return out, nil
}

func keepPush(ctx context.Context, s *session, _ []queue.Push, files []pushFile) ([]queue.Push, error) {
	out := make([]queue.Push, 0, len(files))
	for _, f := range files {
		id, err := s.id(ctx, "group", f.Group)
		if err != nil {
			return nil, err
		}
		out = append(out, queue.Push{GroupID: id, Focus: f.Focus, Most: f.Most})
	}
	return out, nil
}
