package rig

import (
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Options describes a rig. The zero value is a Postfix and a Dovecot with its users.
type Options struct {
	// DeskPort is where Postfix hands in mail for desk.test by LMTP; 0 leaves the domain to nobody.
	DeskPort int
}

// The users of Dovecot, all with one password: the desk's own mailbox, a customer's and an engineer's. Mail
// for any plus address of theirs goes to their INBOX.
const (
	User     = "desk@example.test"
	Customer = "ada@example.test"
	Engineer = "ana@example.test"
	Password = "secret"
)

// Refused is an address that Postfix refuses at RCPT TO with 550 5.1.1.
const Refused = "nobody@example.test"

// Rig is a Postfix and a Dovecot of one test. Postfix takes mail for example.test, which goes to Dovecot, and
// for desk.test, which goes to Options.DeskPort. No mail leaves the machine: any other domain is an error.
type Rig struct {
	SMTPPort  int // Postfix
	LMTPPort  int // Dovecot
	IMAPPort  int // with STARTTLS
	IMAPSPort int
	Pool      *x509.CertPool // trusts the certificate of Dovecot for localhost and 127.0.0.1

	t   testing.TB
	dir string
}

// Start brings both up on free ports of 127.0.0.1, and takes them down when the test ends. It needs root,
// for Postfix does.
func Start(t testing.TB, o Options) *Rig {
	t.Helper()
	Need(t, "postfix", "postqueue", "dovecot", "doveadm", "swaks")
	if os.Getuid() != 0 {
		Missing(t, "Postfix wants to be started by root")
	}
	// Not t.TempDir: the paths of Unix sockets within must stay under 108 octets.
	dir, err := os.MkdirTemp("/tmp", "dwrig")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	ports := freePorts(t, 4)
	r := &Rig{SMTPPort: ports[0], LMTPPort: ports[1], IMAPPort: ports[2], IMAPSPort: ports[3], t: t, dir: dir}
	r.needMailUser()
	r.mkdir(0o755, "run", "mail", "queue", "data", "postfix", "certs")
	r.run("chown", "vmail", r.path("mail"))
	r.startDovecot()
	r.startPostfix(o)
	for _, port := range ports {
		r.await(port)
	}
	return r
}

// needMailUser makes the account that owns the mail. Another test may do so at the same moment.
func (r *Rig) needMailUser() {
	if _, err := user.Lookup("vmail"); err == nil {
		return
	}
	out, err := exec.Command("useradd", "-r", "-M", "-s", "/usr/sbin/nologin", "vmail").CombinedOutput()
	if _, missing := user.Lookup("vmail"); missing != nil {
		r.t.Fatalf("make the account vmail: %v\n%s", err, out)
	}
}

func (r *Rig) startDovecot() {
	cert, pool := Certificate(r.t)
	r.Pool = pool
	certPEM, keyPEM := PEM(r.t, cert)
	r.write("certs/cert.pem", string(certPEM))
	r.write("certs/key.pem", string(keyPEM))
	var users strings.Builder
	for _, u := range []string{User, Customer, Engineer} {
		users.WriteString(u + ":{PLAIN}" + Password + "::::::\n")
	}
	r.write("users", users.String())
	r.mkdir(0o755, "jwt/default/HS256")
	r.write("jwt/default/HS256/default", base64.StdEncoding.EncodeToString([]byte(tokenKey)))
	r.write("oauth.conf.ext", r.fill(oauthConf))
	r.write("dovecot.conf", r.fill(dovecotConf))
	r.run("dovecot", "-c", r.path("dovecot.conf"))
	r.t.Cleanup(func() { r.run("doveadm", "-c", r.path("dovecot.conf"), "stop") })
}

func (r *Rig) startPostfix(o Options) {
	master, err := os.ReadFile("/etc/postfix/master.cf")
	if err != nil {
		Missing(r.t, "Postfix has no /etc/postfix/master.cf to start from")
	}
	r.write("postfix/master.cf", masterCf(string(master), r.SMTPPort))
	r.write("postfix/main.cf", r.fill(mainCf))
	r.write("postfix/access", Refused+" 550 5.1.1 No such user here\n")
	transport := fmt.Sprintf("example.test lmtp:inet:127.0.0.1:%d\n", r.LMTPPort)
	if o.DeskPort != 0 {
		transport += fmt.Sprintf("desk.test lmtp:inet:127.0.0.1:%d\n", o.DeskPort)
	}
	r.write("postfix/transport", transport)
	r.run("chown", "-R", "postfix", r.path("data"))
	r.run("postfix", "-c", r.path("postfix"), "start")
	r.t.Cleanup(func() {
		r.run("postfix", "-c", r.path("postfix"), "abort")
		if r.t.Failed() {
			r.t.Logf("postfix says:\n%s\ndovecot says:\n%s", r.tail("postfix.log"), r.tail("dovecot.log"))
		}
	})
}

// masterCf moves the listener to port and takes the services out of their chroot, which would need copies of
// system files.
func masterCf(standard string, port int) string {
	var b strings.Builder
	for _, line := range strings.Split(standard, "\n") {
		f := strings.Fields(line)
		if len(f) >= 8 && !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, " ") {
			f[4] = "n"
			if f[0] == "smtp" && f[1] == "inet" {
				f[0] = fmt.Sprintf("127.0.0.1:%d", port)
			}
			line = strings.Join(f, " ")
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

func freePorts(t testing.TB, n int) []int {
	t.Helper()
	var ports []int
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close() // all at the end, so that no two are the same
		ports = append(ports, l.Addr().(*net.TCPAddr).Port)
	}
	return ports
}

// FreePort gives a port of 127.0.0.1 that nobody listens on.
func FreePort(t testing.TB) int { return freePorts(t, 1)[0] }

func (r *Rig) path(name string) string { return filepath.Join(r.dir, name) }

func (r *Rig) mkdir(mode os.FileMode, names ...string) {
	r.t.Helper()
	for _, name := range append([]string{""}, names...) {
		if err := os.MkdirAll(r.path(name), mode); err != nil {
			r.t.Fatal(err)
		}
		if err := os.Chmod(r.path(name), mode); err != nil { // MkdirTemp and the umask make it narrower
			r.t.Fatal(err)
		}
	}
}

func (r *Rig) write(name, content string) {
	r.t.Helper()
	if err := os.WriteFile(r.path(name), []byte(content), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

func (r *Rig) tail(name string) string {
	b, _ := os.ReadFile(r.path(name))
	return string(b[max(0, len(b)-4000):])
}

// run gives what a program says. It says it into a file: a daemon that it leaves behind would hold a pipe
// open for good.
func (r *Rig) run(name string, args ...string) string {
	r.t.Helper()
	said, err := os.CreateTemp(r.dir, "said")
	if err != nil {
		r.t.Fatal(err)
	}
	defer os.Remove(said.Name())
	defer said.Close()
	cmd := exec.Command(name, args...)
	cmd.Stdout, cmd.Stderr = said, said
	failed := cmd.Run()
	out, err := os.ReadFile(said.Name())
	if err := errors.Join(failed, err); err != nil {
		r.t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// patience is how long the rig waits for a process. After a thousand kills a reply that was hit many times
// rests for minutes before its next try.
func patience() time.Duration {
	if os.Getenv("DAYWATCH_LONG") != "" {
		return 15 * time.Minute
	}
	return 3 * time.Minute
}

// await waits until something listens on port.
func (r *Rig) await(port int) {
	r.t.Helper()
	Eventually(r.t, fmt.Sprintf("a listener on port %d", port), func() bool {
		c, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err == nil {
			c.Close()
		}
		return err == nil
	})
}

// Eventually waits for a condition of a process that cannot tell when it changes.
func Eventually(t testing.TB, what string, condition func() bool) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	end := time.After(patience())
	for !condition() {
		select {
		case <-tick.C:
		case <-end:
			t.Fatalf("waited in vain for %s", what)
		}
	}
}
