package app

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// disjoint refuses desks that share what each has for itself (architecture B.0): what one keeps there the other would read,
// sweep away, or sign with the other's name.
func disjoint(desks []DeskConfig) error {
	taken := map[string]string{}
	for _, d := range desks {
		_, database, err := db.Place(d.Database)
		if err != nil {
			return fault.Field("desk.database", "The database of %s is no address: write it like postgres://user:password@host/name, or sqlite:FILE", d.Name)
		}
		own := [][2]string{{"name", d.Name}, {"database", database}, {"blobs", filepath.Clean(d.Blobs)},
			{"key_file", filepath.Clean(d.KeyFile)}, {"spool", filepath.Clean(d.Spool)}}
		for _, host := range d.Hosts {
			own = append(own, [2]string{"hosts", strings.ToLower(host)})
		}
		for _, x := range own {
			if other, ok := taken[fmt.Sprint(x)]; ok {
				return fault.Field("desk."+x[0],
					"The desks %s and %s both have %s = %s. Each needs its own: a desk is a second of everything", other, d.Name, x[0], x[1])
			}
			taken[fmt.Sprint(x)] = d.Name
		}
	}
	return nil
}

// besides lists the desks whose databases stand on the PostgreSQL server of another's, where one of the two is restricted.
func (c Config) besides(d DeskConfig) (server string, names []string) {
	server, _, err := db.Place(d.Database)
	if err != nil || server == "" {
		return "", nil
	}
	for _, o := range c.Desks {
		if at, _, err := db.Place(o.Database); err == nil && at == server && o.Name != d.Name && (o.Restricted || d.Restricted) {
			names = append(names, o.Name)
		}
	}
	return server, names
}
