package postoffice

import (
	"context"
	"fmt"
	"net"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// Read signs in by IMAP as the mail program of address does and gives the raw mails of its INBOX, oldest first.
func (o *Office) Read(ctx context.Context, address string) ([][]byte, error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", o.imapDoor.Addr().String())
	if err != nil {
		return nil, fmt.Errorf("the customer's mailbox: %w", err)
	}
	defer context.AfterFunc(ctx, func() { conn.Close() })() // unblocks whatever the client waits for
	c := imapclient.New(conn, nil)
	defer c.Close()
	if err := c.Login(address, o.password).Wait(); err != nil {
		return nil, fmt.Errorf("sign in to the customer's mailbox: %w", err)
	}
	box, err := c.Select(inbox, &imap.SelectOptions{ReadOnly: true}).Wait()
	if err != nil {
		return nil, fmt.Errorf("open the customer's INBOX: %w", err)
	}
	if box.NumMessages == 0 {
		return nil, nil
	}
	section := &imap.FetchItemBodySection{Peek: true}
	got, err := c.Fetch(imap.SeqSet{{Start: 1, Stop: box.NumMessages}}, &imap.FetchOptions{BodySection: []*imap.FetchItemBodySection{section}}).Collect()
	if err != nil {
		return nil, fmt.Errorf("read the customer's INBOX: %w", err)
	}
	mails := make([][]byte, len(got))
	for i, m := range got {
		mails[i] = m.FindBodySection(section)
	}
	return mails, nil
}
