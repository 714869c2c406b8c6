package content

import (
	"bytes"
	"fmt"
	"strings"
)

func runnerConfig(s *scene) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "concurrent = %d\ncheck_interval = 3\nshutdown_timeout = 0\nlog_format = \"json\"\n", pick(s.dice, []int{4, 10, 20, 40}))
	for i := range s.between(1, 3) {
		fmt.Fprintf(&b, "\n[[runners]]\n  name = \"%s-runner-%02d\"\n  url = \"https://%s\"\n  token = \"[REDACTED]\"\n  executor = \"%s\"\n",
			s.org.Key, i+1, host(s.org), pick(s.dice, []string{"docker", "kubernetes", "shell", "docker-autoscaler"}))
		fmt.Fprintf(&b, "  limit = %d\n  [runners.docker]\n    image = \"registry.%s/base/build:%d\"\n    privileged = %t\n    pull_policy = [\"if-not-present\"]\n",
			s.between(2, 20), host(s.org), s.between(20, 90), s.chance(50))
	}
	return b.Bytes()
}

func helmValues(s *scene) []byte {
	return fmt.Appendf(nil, `global:
  hosts:
    domain: %s
    https: true
  ingress:
    configureCertmanager: false
    class: nginx-internal
  gitaly:
    enabled: false
    external:
      - name: default
        hostname: gitaly-01.%s
        port: 8075
  redis:
    host: redis.%s
webservice:
  minReplicas: %d
  maxReplicas: %d
  resources:
    requests: {cpu: %dm, memory: %dM}
sidekiq:
  minReplicas: %d
  concurrency: %d
registry:
  storage:
    secret: registry-storage
    key: config
`, host(s.org), host(s.org), host(s.org), s.between(2, 4), s.between(6, 14), s.between(6, 20)*100, s.between(20, 50)*100,
		s.between(1, 4), pick(s.dice, []int{10, 20, 25}))
}

func podList(s *scene) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%-46s %-7s %-18s %-14s %s\n", "NAME", "READY", "STATUS", "RESTARTS", "AGE")
	for _, pod := range []string{"webservice-default", "webservice-default", "sidekiq-all-in-1-v2", "gitaly", "registry", "shell", "kas",
		"migrations", "exporter"} {
		name := fmt.Sprintf("%s-%s-%s", pod, s.hex(10), s.letters(5, "bcdfghjklmnpqrstvwxz2456789"))
		ready, status, restarts := "1/1", "Running", "0"
		if s.chance(25) {
			ready, status = "0/1", pick(s.dice, []string{"CrashLoopBackOff", "OOMKilled", "Pending", "ImagePullBackOff"})
			restarts = fmt.Sprintf("%d (%dm ago)", s.between(2, 61), s.between(1, 40))
		}
		fmt.Fprintf(&b, "%-46s %-7s %-18s %-14s %dd\n", name, ready, status, restarts, s.between(1, 40))
	}
	return b.Bytes()
}

func seatList(s *scene) []byte {
	var b strings.Builder
	b.WriteString("username,state,last_activity_on,billable,source\n")
	pools := origins()
	for range s.between(14, 40) {
		full, _ := pick(s.dice, pools).fullName(s.dice)
		fmt.Fprintf(&b, "%s,%s,%s,%t,%s\n", slug(full, "."), pick(s.dice, []string{"active", "active", "active", "blocked", "deactivated"}),
			s.at.AddDate(0, 0, -s.between(0, 400)).Format("2006-01-02"), s.chance(80), pick(s.dice, []string{"ldap", "saml", "manual"}))
	}
	return []byte(b.String())
}
