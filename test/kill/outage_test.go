package kill

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/daywatch/daywatch/test/program"
	"github.com/daywatch/daywatch/test/rig"
)

// While the database is away Postfix keeps what it has, a piped mail waits on disk, the mailbox is left
// alone and pages say so. When it is back all of it is filed, with nobody's help.
func TestCheck07DatabaseGoesAway(t *testing.T) {
	t.Parallel()
	server := startPostgres(t)
	s := begin(t, server.dsn(), size{lmtp: 20, imap: 10, replies: 5, rounds: 2})
	s.desk.Start()
	s.send(0)
	s.await("the first mails to be filed", func() bool { return s.counts().Filed == len(s.want) })

	server.stop("immediate")
	s.awaitStatus("/healthz", http.StatusServiceUnavailable)
	for i, to := s.share(s.lmtp, 1); i < to; i++ {
		s.deliver(fmt.Sprint("lmtp ", i), program.Address)
	}
	for i, to := s.share(s.imap, 1); i < to; i++ {
		s.deliver(fmt.Sprint("imap ", i), rig.User)
	}
	s.awaitRefusal("451 4.3.0", s.lmtp/2)
	if code, said := s.pipe("piped"); code != 0 || !strings.Contains(said, "waits in") {
		t.Errorf("daywatch mail ends with %d and says %s", code, said)
	}
	if left, _ := s.rig.Count(t, s.rig.IMAP(t), "INBOX"); left != uint32(s.imap/2) {
		t.Errorf("%d mails are in the mailbox, want %d", left, s.imap/2)
	}

	server.start()
	s.awaitStatus("/healthz", http.StatusOK)
	s.inside = s.desk.Open() // the test's own connections died with the server
	s.await("the piped mail to be filed", func() bool { return s.counts().Filed == len(s.want) })
	for i, to := s.share(s.replies, 1); i < to; i++ {
		s.reply(i)
	}
	s.awaitRest()
	s.checkFiled()
	s.checkReplies()
}

// On a full disk the desk asks Postfix to keep the mail and the pipe to try again, and goes on by itself
// once there is room.
func TestCheck07DiskFull(t *testing.T) {
	t.Parallel()
	dir := smallDisk(t)
	s := beginIn(t, dir, "", size{lmtp: 20, imap: 10, rounds: 2})
	s.desk.Start()
	s.send(0)
	s.await("the first mails to be filed", func() bool { return s.counts().Filed == len(s.want) })

	filler := fill(t, dir)
	s.send(1)
	s.awaitRefusal("452 4.3.1", s.lmtp/2)
	if code, said := s.pipe("refused"); code != 75 {
		t.Errorf("daywatch mail ends with %d, want 75, and says %s", code, said)
	}
	s.want = s.want[:len(s.want)-1] // it was not taken, and nobody tries again here

	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	s.awaitRest()
	s.checkFiled()
}

// smallDisk is a file system that a test can fill.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=160m")
	if errors.Is(err, syscall.EPERM) {
		t.Skip("this container may not mount a file system, and a full disk needs one of its own")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// fill leaves not one block of a file system.
func fill(t *testing.T, dir string) string {
	t.Helper()
	path := filepath.Join(dir, "filler")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, block := range []int{1 << 20, 1 << 10, 1} {
		for err = nil; err == nil; {
			_, err = f.Write(make([]byte, block))
		}
		if !errors.Is(err, syscall.ENOSPC) {
			t.Fatal(err)
		}
	}
	return path
}

// pipe hands a mail to the program as a mail server's pipe transport does.
func (s *siege) pipe(subject string) (code int, said string) {
	s.t.Helper()
	s.want = append(s.want, subject)
	mail := fmt.Sprintf("From: pipe@customer.test\r\nSubject: %s\r\nMessage-ID: <%s@customer.test>\r\n\r\nThe words of %s.\r\n", subject, subject, subject)
	return s.desk.Run(strings.NewReader(mail), "mail", "--from", "pipe@customer.test", "--to", program.Address)
}

// awaitRefusal waits until Postfix keeps n mails because the desk answered so.
func (s *siege) awaitRefusal(answer string, n int) {
	s.t.Helper()
	s.rig.Flush()
	s.await(fmt.Sprint(n, " mails to be refused with ", answer), func() bool {
		refused := 0
		for _, reason := range s.rig.Waiting() {
			if strings.Contains(reason, answer) {
				refused++
			}
		}
		return refused == n
	})
}

func (s *siege) awaitStatus(path string, status int) {
	s.t.Helper()
	s.await(fmt.Sprint(path, " to answer ", status), func() bool {
		res, err := http.Get(s.desk.URL + path)
		if err != nil {
			return false
		}
		defer res.Body.Close()
		io.Copy(io.Discard, res.Body)
		return res.StatusCode == status
	})
}

func (s *siege) await(what string, condition func() bool) {
	s.t.Helper()
	rig.Eventually(s.t, what, condition)
}
