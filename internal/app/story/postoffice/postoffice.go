// Package postoffice is the customer's side of the mail: a server that takes mail by SMTP into the mailboxes
// of a few people and lets them read it by IMAP. The mailboxes are in memory; the protocols and the sockets
// are real.
package postoffice

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"sync"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
	"github.com/emersion/go-smtp"
)

// Office serves mailboxes on two ports of the loopback.
type Office struct {
	password string
	boxes    map[string]*imapmemserver.User // by address, which is also the user name
	smtp     *smtp.Server
	imap     *imapserver.Server
	smtpDoor net.Listener
	imapDoor net.Listener
	serving  sync.WaitGroup
}

const inbox = "INBOX"

// Open starts the servers on free ports, with a mailbox for each address (in lower case) under one password.
// Close ends them.
func Open(password string, addresses ...string) (*Office, error) {
	o := &Office{password: password, boxes: map[string]*imapmemserver.User{}}
	memory := imapmemserver.New()
	for _, address := range addresses {
		user := imapmemserver.NewUser(address, password)
		if err := user.Create(inbox, nil); err != nil {
			return nil, err
		}
		memory.AddUser(user)
		o.boxes[address] = user
	}
	o.imap = imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return memory.NewSession(), nil, nil
		},
		Caps: imap.CapSet{imap.CapIMAP4rev1: {}}, InsecureAuth: true, Logger: log.New(io.Discard, "", 0),
	})
	o.smtp = smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &session{office: o}, nil }))
	o.smtp.Domain, o.smtp.ErrorLog = "mx.example", log.New(io.Discard, "", 0)
	if err := errors.Join(o.serve(&o.imapDoor, o.imap.Serve), o.serve(&o.smtpDoor, o.smtp.Serve)); err != nil {
		o.Close()
		return nil, err
	}
	return o, nil
}

func (o *Office) serve(door *net.Listener, serve func(net.Listener) error) (err error) {
	if *door, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return fmt.Errorf("the customer's mail server: %w", err)
	}
	o.serving.Go(func() { serve(*door) }) // it ends with an error in any case: that its door was closed
	return nil
}

func port(l net.Listener) int { return l.Addr().(*net.TCPAddr).Port }

// SMTPPort is where the office takes mail, on 127.0.0.1.
func (o *Office) SMTPPort() int { return port(o.smtpDoor) }

// IMAPPort is where the mailbox is read, on 127.0.0.1.
func (o *Office) IMAPPort() int { return port(o.imapDoor) }

// Close ends both servers and waits for them. The doors are closed first: a server that has not begun to
// serve yet would not know its own.
func (o *Office) Close() {
	for _, door := range []net.Listener{o.smtpDoor, o.imapDoor} {
		if door != nil {
			door.Close()
		}
	}
	o.smtp.Close()
	o.imap.Close()
	o.serving.Wait()
}
