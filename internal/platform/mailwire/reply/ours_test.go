package reply

import (
	"strings"
	"testing"
)

// TestCheck27OursInAnyLanguage is check 27: a quote that repeats our own text folds without a rule for the
// language's "wrote:". The introductions below use none of the words the package knows.
func TestCheck27OursInAnyLanguage(t *testing.T) {
	const agent = "Hello Dana,\n\nplease restart the collector with --debug and send us the file /var/log/collector.log.\n\nKind regards\nAna"
	tests := map[string]struct{ sent, text, want string }{
		"thai": {
			sent: "สวัสดีค่ะ\n\nกรุณารีสตาร์ทบริการและส่งไฟล์บันทึกมาให้เราตรวจสอบด้วยค่ะ\n\nขอบคุณค่ะ",
			text: "เรียบร้อยแล้วครับ\n\nวันศุกร์ 3 พ.ย. 2569 เวลา 10:12 Daywatch <desk@example.com> แจ้ง:\n> สวัสดีค่ะ\n>\n> กรุณารีสตาร์ทบริการและส่งไฟล์\n> บันทึกมาให้เราตรวจสอบด้วยค่ะ\n>\n> ขอบคุณค่ะ\n",
			want: "เรียบร้อยแล้วครับ",
		},
		"arabic": {
			sent: "مرحبا،\n\nيرجى إعادة تشغيل الخدمة وإرسال ملف السجل إلينا حتى نتمكن من الفحص.\n\nشكرا",
			text: "تم ذلك، شكرا لكم\n\nفي الجمعة ٣ نوفمبر 10:12 أفاد desk@example.com:\n> مرحبا،\n>\n> يرجى إعادة تشغيل الخدمة وإرسال ملف السجل إلينا حتى نتمكن من\n> الفحص.\n>\n> شكرا\n",
			want: "تم ذلك، شكرا لكم",
		},
		"hungarian": {
			sent: "Jó napot!\n\nKérjük, indítsa újra a szolgáltatást, és küldje el nekünk a naplófájlt.\n\nÜdvözlettel",
			text: "Megtörtént, működik.\n\n2026. nov. 3., 10:12 – Daywatch <desk@example.com> ezt küldte:\n> Jó napot!\n>\n> Kérjük, indítsa újra a szolgáltatást,\n> és küldje el nekünk a naplófájlt.\n>\n> Üdvözlettel\n",
			want: "Megtörtént, működik.",
		},
		"no marks, foreign fields": {
			sent: agent,
			text: "Done.\n\nKuka: Daywatch <desk@example.com>\nMilloin: 3.11.2026 10:12\nAihepiiri: Collector\n\nHello Dana,\n\nplease restart the collector with --debug and send us\nthe file /var/log/collector.log.\n\nKind regards\nAna\n",
			want: "Done.",
		},
		"answer below": {
			sent: agent,
			text: "> please restart the collector with --debug and send us the file /var/log/collector.log.\n\nDone, here it is.",
			want: "Done, here it is.",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := New(tt.text, Fold(tt.text, []string{tt.sent})); got != tt.want {
				t.Errorf("visible:\n%s\nwant:\n%s", got, tt.want)
			}
			// Without the sent text nothing tells the quote from a log: it must stay.
			if !strings.Contains(New(tt.text, Fold(tt.text, nil)), tt.want) {
				t.Error("the author's words went missing without the sent text")
			}
		})
	}
}

// TestOurWordsInTheirMouth holds what repeats us and is still the author's.
func TestOurWordsInTheirMouth(t *testing.T) {
	const sent = "Hello,\n\nplease run\n\n    kubectl get pods --all-namespaces -o wide\n\nand tell us which pods restart. We also need the version of the collector."
	for name, text := range map[string]string{
		"ran our command":      "I ran it:\n\n$ kubectl get pods --all-namespaces -o wide\nNAME READY\nweb-1 0/1",
		"sentence around it":   "You asked me to tell you which pods restart. We also need the version of the collector.. it is 4.2",
		"answers line by line": "> and tell us which pods restart.\nweb-1 and web-2.\n> We also need the version of the collector.\n4.2.0\nThanks",
	} {
		t.Run(name, func(t *testing.T) {
			got := New(text, Fold(text, []string{sent}))
			if got != text {
				t.Errorf("hidden words: visible is\n%s", got)
			}
		})
	}
}
