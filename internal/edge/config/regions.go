package config

import "github.com/daywatch/daywatch/internal/core/people"

// regionFile is a region and its hours.
type regionFile struct {
	Key      string `yaml:"key" required:"true" about:"What rules, people and organizations call it; it never changes"`
	Position int    `yaml:"position" about:"Its place among the regions, in the order of their day"`
	Name     string `yaml:"name" required:"true" about:"What people call it"`
	City     string `yaml:"city,omitempty" about:"The city that stands for its time"`
	Zone     string `yaml:"zone" required:"true" about:"Its time zone, such as Europe/Amsterdam"`
	Opens    string `yaml:"opens" required:"true" about:"When its day begins, by its own clock: 08:00"`
	Closes   string `yaml:"closes" required:"true" about:"When its day ends, by its own clock: 18:00"`
	Tone     string `yaml:"tone,omitempty" oneof:"violet ochre coral teal moss rose" about:"Its colour"`
	Calendar string `yaml:"calendar,omitempty" ref:"calendar" about:"The calendar that its customers' clocks run by; none takes the desk's default"`
	Queue    []int  `yaml:"queue_hours,omitempty" about:"The hours of the UTC day at which it takes new tickets"`
	Extra    []int  `yaml:"extra_hours,omitempty" about:"The hours of the UTC day at which some of it is there besides"`
	Cleanup  []int  `yaml:"cleanup_hours,omitempty" about:"The hours of the UTC day at which it takes no new tickets and finishes its day"`
}

func regions() kind {
	l := listed[people.Region, regionFile]{
		setting: people.Regions,
		key:     func(r people.Region) string { return r.Key },
		file: func(r people.Region) regionFile {
			return regionFile{Key: r.Key, Name: r.Name, City: r.City, Zone: r.Zone, Opens: r.Opens, Closes: r.Closes, Tone: r.Tone,
				Calendar: r.Calendar, Queue: r.Queue, Extra: r.Extra, Cleanup: r.Cleanup}
		},
		entry: func(_ people.Region, f regionFile) people.Region {
			return people.Region{Key: f.Key, Name: f.Name, City: f.City, Zone: f.Zone, Opens: f.Opens, Closes: f.Closes, Tone: f.Tone,
				Calendar: f.Calendar, Queue: f.Queue, Extra: f.Extra, Cleanup: f.Cleanup}
		},
	}
	return &kindOf[regionFile]{
		noun: "region", dir: "regions",
		name:     func(f *regionFile) *string { return &f.Key },
		position: func(f *regionFile) *int { return &f.Position },
		list:     l.list, put: l.put, remove: l.remove, order: l.order,
	}
}
