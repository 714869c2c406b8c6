package content

import (
	"bytes"
	"fmt"
	"time"
)

// lines writes n log lines that end a little before the scene's moment, each some seconds after the other.
func lines(s *scene, n int, line func(at time.Time) string) []byte {
	var b bytes.Buffer
	at := s.at.Add(-time.Duration(n) * 6 * time.Second)
	for range n {
		at = at.Add(time.Duration(s.between(300, 5500)) * time.Millisecond)
		b.WriteString(line(at))
		b.WriteByte('\n')
	}
	return b.Bytes()
}

func sidekiqLog(s *scene) []byte {
	workers := []string{"PostReceive", "EmailReceiverWorker", "Ci::BuildFinishedWorker", "WebHookWorker",
		"Repositories::GitGarbageCollectWorker", "UpdateMergeRequestsWorker", "ElasticCommitIndexerWorker"}
	return lines(s, s.between(28, 60), func(at time.Time) string {
		w := pick(s.dice, workers)
		took := float64(s.between(12, 9000)) / 1000
		status, severity := "done", "INFO"
		if s.chance(9) {
			status, severity = "fail", "WARN"
		}
		return fmt.Sprintf(`{"severity":"%s","time":"%s","class":"%s","queue":"default","jid":"%s","correlation_id":"%s",`+
			`"job_status":"%s","duration_s":%.3f,"db_duration_s":%.3f,"scheduling_latency_s":%.3f,"pid":%d}`,
			severity, at.Format(time.RFC3339Nano), w, s.hex(24), s.ulid(), status, took, took/7, took*3, 1300+s.IntN(6))
	})
}

func gitalyLog(s *scene) []byte {
	methods := []string{"CommitService/FindCommit", "SmartHTTPService/PostUploadPackWithSidechannel",
		"SSHService/SSHReceivePack", "RefService/ListRefs", "RepositoryService/OptimizeRepository", "DiffService/CommitDiff"}
	path := project(s)
	return lines(s, s.between(26, 52), func(at time.Time) string {
		code, level, ms := "OK", "info", s.between(3, 900)
		if s.chance(18) {
			code, level, ms = pick(s.dice, []string{"DeadlineExceeded", "ResourceExhausted", "Canceled"}), "error", s.between(10000, 55000)
		}
		return fmt.Sprintf(`{"component":"gitaly.StreamServerInterceptor","correlation_id":"%s","grpc.code":"%s",`+
			`"grpc.request.fullMethod":"/gitaly.%s","grpc.request.glProjectPath":"%s","grpc.time_ms":%d,"command.maxrss":%d,`+
			`"level":"%s","msg":"finished call with code %s","time":"%s"}`,
			s.ulid(), code, pick(s.dice, methods), path, ms, s.between(80000, 2400000), level, code, at.Format(time.RFC3339Nano))
	})
}

func railsLog(s *scene) []byte {
	return lines(s, s.between(24, 48), func(at time.Time) string {
		status, took := 200, float64(s.between(40, 2500))/1000
		if s.chance(20) {
			status, took = pick(s.dice, []int{500, 502, 429, 401, 404}), float64(s.between(50, 60000))/1000
		}
		return fmt.Sprintf(`{"method":"GET","path":"/%s/-/%s","status":%d,"time":"%s","correlation_id":"%s",`+
			`"remote_ip":"10.%d.%d.%d","duration_s":%.3f,"db_duration_s":%.3f,"gitaly_calls":%d,"worker_id":"puma_%d"}`,
			project(s), pick(s.dice, []string{"merge_requests/418", "pipelines", "tree/main", "issues", "raw/main/README.md"}),
			status, at.Format("2006-01-02T15:04:05.000Z"), s.ulid(), s.IntN(90), s.IntN(30), s.IntN(250), took, took/5, s.IntN(40), s.IntN(8))
	})
}

func nginxLog(s *scene) []byte {
	return lines(s, s.between(20, 40), func(at time.Time) string {
		return fmt.Sprintf(`%s [error] %d#0: *%d connect() to unix:/var/opt/platform/workhorse/sockets/socket failed (%s) while `+
			`connecting to upstream, client: 10.%d.%d.%d, server: %s, request: "GET /%s HTTP/2.0"`,
			s.local(at).Format("2006/01/02 15:04:05"), s.between(900, 4000), s.between(100, 90000),
			pick(s.dice, []string{"111: Connection refused", "11: Resource temporarily unavailable", "2: No such file or directory"}),
			s.IntN(90), s.IntN(30), s.IntN(250), host(s.org), project(s))
	})
}

func postgresLog(s *scene) []byte {
	say := []string{
		"LOG:  checkpoint complete: wrote 18231 buffers (13.9%); 0 WAL file(s) added, 2 removed, 7 recycled; write=269.204 s, sync=0.031 s, total=269.291 s",
		"LOG:  temporary file: path \"base/pgsql_tmp/pgsql_tmp2281.4\", size 187621376",
		"ERROR:  canceling statement due to statement timeout",
		"LOG:  automatic vacuum of table \"production.public.ci_builds\": index scans: 1, pages: 0 removed, 918220 remain",
		"LOG:  process 3312 still waiting for ShareLock on transaction 88120331 after 1000.118 ms",
		"FATAL:  remaining connection slots are reserved for non-replication superuser connections",
	}
	return lines(s, s.between(22, 44), func(at time.Time) string {
		return at.Format("2006-01-02_15:04:05") + fmt.Sprintf(".%05d ", s.IntN(100000)) + pick(s.dice, say)
	})
}

func kernelLog(s *scene) []byte {
	node := "gitaly-0" + itoa(s.between(1, 3))
	return lines(s, s.between(18, 36), func(at time.Time) string {
		return s.local(at).Format("Jan _2 15:04:05") + " " + node + " " + pick(s.dice, []string{
			fmt.Sprintf("kernel: [%d.%06d] git invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0",
				s.between(90000, 900000), s.IntN(1000000)),
			fmt.Sprintf("kernel: Memory cgroup out of memory: Killed process %d (git) total-vm:%dkB, anon-rss:%dkB", s.between(1200, 48000),
				s.between(3000000, 9000000), s.between(1500000, 4200000)),
			fmt.Sprintf("systemd[1]: session-%d.scope: Deactivated successfully.", s.between(100, 9000)),
			fmt.Sprintf("gitaly[%d]: spawned command: git pack-objects --revs --thin --stdout", s.between(1200, 48000)),
			"chronyd[811]: Selected source 10.4.0.1",
			fmt.Sprintf("sshd[%d]: Connection closed by 10.8.%d.%d port %d [preauth]", s.between(1200, 48000), s.IntN(30), s.IntN(250),
				s.between(32768, 60999)),
		})
	})
}
