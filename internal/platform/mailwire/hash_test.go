package mailwire

import "testing"

// TestCheck33ContentHash is check 33 for the parser: one mail by two ways has one hash, and two mails have two.
func TestCheck33ContentHash(t *testing.T) {
	const direct = "From: Ann <ann@example.org>\nDate: Mon, 3 Jun 2024 10:00:00 +0000\nSubject: Re: It is down\nMessage-ID: <1@example.org>\n\nThe third node is down as well.\n"
	hash := read(t, direct).ContentHash
	for name, raw := range map[string]string{
		"by a list": "Received: from list by mx; Mon, 3 Jun 2024 10:00:09 +0000\nFrom: ann@EXAMPLE.org\nDate: Mon, 03 Jun 2024 12:00:00 +0200\nSubject: [support] Re: It is down\nList-Id: <s.example.org>\n\nThe third node is down as well.\r\n_______________________________________________\r\nsupport mailing list\r\nsupport@example.org\r\n",
		"by Google": direct +
			"\n-- \nYou received this message because you are subscribed to the group.\nTo unsubscribe, write to g+unsubscribe@example.org.\n",
		"encoded anew":     "From: ann@example.org\nDate: Mon, 3 Jun 2024 10:00:00 GMT\nSubject: =?utf-8?q?Re:_It_is_down?=\nContent-Transfer-Encoding: base64\n\nVGhlIHRoaXJkIG5vZGUgaXMgZG93biBhcyB3ZWxsLgo=\n",
		"footer as a part": "From: ann@example.org\nDate: Mon, 3 Jun 2024 10:00:00 GMT\nSubject: Re: It is down\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nThe third node is down as well.\n--b\nContent-Disposition: inline\n\n_______________________________________________\nsupport mailing list\n--b--\n",
	} {
		if read(t, raw).ContentHash != hash {
			t.Errorf("%s: another hash for the same mail", name)
		}
	}
	for name, raw := range map[string]string{
		"another sender": "From: bob@example.org\n" + direct[len("From: Ann <ann@example.org>\n"):],
		"another text":   direct + "And the fourth.\n",
		"a signature":    direct + "\n-- \nAnn\n",
		"an attachment":  "From: ann@example.org\nDate: Mon, 3 Jun 2024 10:00:00 GMT\nSubject: Re: It is down\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nThe third node is down as well.\n--b\nContent-Type: image/png\n\nx\n--b--\n",
		"our own mark":   "From: ann@example.org\nDate: Mon, 3 Jun 2024 10:00:00 GMT\nSubject: [#42] Re: It is down\n\nThe third node is down as well.\n",
		"a second later": "From: ann@example.org\nDate: Mon, 3 Jun 2024 10:00:01 GMT\nSubject: Re: It is down\n\nThe third node is down as well.\n",
	} {
		if read(t, raw).ContentHash == hash {
			t.Errorf("%s: the same hash for another mail", name)
		}
	}
}
