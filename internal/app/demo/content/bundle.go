package content

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
)

// bundle makes a small archive of the sort the diagnosis script on a customer's node writes: tar, gzip.
func bundle(s *scene) []byte {
	node := pick(s.dice, []string{"app-01", "gitaly-02", "sidekiq-01", "db-01"})
	root := fmt.Sprintf("sos.%s_%s/", node, s.at.Format("20060102150405"))
	files := []struct {
		name  string
		bytes []byte
	}{
		{"hostname", []byte(node + "." + host(s.org) + "\n")},
		{"version-manifest.txt", []byte("platform-ee " + s.version(0) + "\n")},
		{"df_hT", diskTable(s)},
		{"free_m", fmt.Appendf(nil,
			"               total        used        free\nMem:           %d       %d        %d\nSwap:              0           0           0\n", 31986, s.between(24000, 31000), s.between(300, 4000))},
		{"var/log/gitaly/current", gitalyLog(s)},
		{"var/log/sidekiq/current", sidekiqLog(s)},
		{"var/log/rails/production_json.log", railsLog(s)},
		{"var/log/messages", kernelLog(s)},
	}
	var b bytes.Buffer
	zip := gzip.NewWriter(&b)
	arc := tar.NewWriter(zip)
	for _, f := range files {
		head := &tar.Header{Name: root + f.name, Mode: 0o644, Size: int64(len(f.bytes)), ModTime: s.at, Format: tar.FormatUSTAR}
		must(arc.WriteHeader(head))
		_, err := arc.Write(f.bytes)
		must(err)
	}
	must(arc.Close())
	must(zip.Close())
	return b.Bytes()
}

// must is for writes into memory, which cannot fail unless the code is wrong.
func must(err error) {
	if err != nil {
		panic("demo content: " + err.Error())
	}
}

func diskTable(s *scene) []byte {
	return fmt.Appendf(nil, `Filesystem     Type   Size  Used Avail Use%% Mounted on
/dev/sda2      ext4    50G   %dG   %dG  %d%% /
/dev/sdb1      xfs    2.0T  1.%dT  %dG  %d%% /var/opt/platform/git-data
tmpfs          tmpfs   16G     0   16G   0%% /dev/shm
`, s.between(12, 44), s.between(3, 20), s.between(40, 96), s.between(2, 9), s.between(12, 400), s.between(70, 99))
}
