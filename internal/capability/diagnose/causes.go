package diagnose

import "slices"

// causes are looked for in this order; the first with all its signs is named first. None of them reads a name, an address or
// a host: what a customer redacts must not change what is found (job-family.md, US Government).
func causes() []cause { return slices.Concat(ofTheMachine(), ofServices(), ofWhatIsAround()) }

// ofTheMachine are memory and disks, below all else.
func ofTheMachine() []cause {
	return []cause{
		{"oom", "The kernel's OOM killer ended a process",
			"Ask what grew: compare `ps` by resident memory with the time of the kill; see whether swap was full before it.",
			"https://docs.kernel.org/admin-guide/mm/concepts.html#oom-killer",
			[]sign{signOf("dmesg", `Out of memory: Killed process \d+|oom-kill:`)},
			[]sign{signOf("free_m", `^Swap:\s+(\d+)\s+\d+\s+0\s*$`), signOf("pressure_mem.txt", `^some avg10=[3-9]\d\.`),
				signOf("gitlab_status", `^run: (sidekiq|puma|gitaly): \(pid \d+\) \d{1,2}s`)}},
		{"disk-full", "A file system is full",
			"Find what grew (`du -x --max-depth=2`), free room before anything is restarted: PostgreSQL must not be started on a full disk again and again.",
			"https://www.postgresql.org/docs/current/disk-full.html",
			[]sign{signOf("df_hT", `\s100%\s+/`)},
			[]sign{signOf("", `[Nn]o space left on device|ENOSPC`)}},
		{"inodes-full", "A file system has no inode left",
			"Room is left, but no file can be made: find the folder with the most files (`du --inodes -x --max-depth=2`), often old artifacts or sessions.",
			"https://man7.org/linux/man-pages/man2/open.2.html#ERRORS",
			[]sign{signOf("df_inodes", `\s100%\s+/`)},
			[]sign{signOf("", `[Nn]o space left on device|ENOSPC`)}},
		{"gitaly-storage", "Gitaly waits for its storage", "Look at the storage below git-data before Gitaly: is it a network mount, did it answer?",
			"https://grpc.io/docs/guides/status-codes/",
			[]sign{signOf("gitaly/current", `"grpc\.code":"DeadlineExceeded"`),
				signOf("dmesg", `nfs: server \S+ not responding|blk_update_request: I/O error|task \S+ blocked for more than`)},
			[]sign{signOf("mount", `git-data\s+(type\s+)?nfs4?`), signOf("df_hT", `\snfs4?\s.*git-data`), signOf("pressure_io.txt", `^some avg10=[3-9]\d\.`)}},
	}
}

// ofServices are the parts of the product itself.
func ofServices() []cause {
	return []cause{
		{"pg-connections", "PostgreSQL has no connection left",
			"Count who holds them (`pg_stat_activity` by application_name and state) before max_connections is raised: more Puma threads, Sidekiq processes or nodes than it was sized for, or a pooler that leaks.",
			"https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-MAX-CONNECTIONS",
			[]sign{often(3, "", `FATAL:\s+(?:sorry, too many clients already|remaining connection slots are reserved)|no more connections allowed \(max_client_conn\)`)},
			[]sign{signOf("exceptions_json.log", `PG::ConnectionBad|ActiveRecord::ConnectionNotEstablished`),
				signOf("postgresql/current", `FATAL:\s+(?:sorry, too many clients already|remaining connection slots)`)}},
		{"certificate-expired", "A TLS certificate has expired",
			"Ask which one: `openssl s_client -connect HOST:443 -showcerts </dev/null | openssl x509 -noout -dates -subject`, on the host that complains. See that its clock is right before it is renewed.",
			"https://docs.openssl.org/master/man3/X509_STORE_CTX_get_error/",
			[]sign{signOf("", `certificate has expired`)},
			[]sign{signOf("nginx/gitlab_error.log", `SSL_do_handshake\(\) failed`)}},
		{"puma-down", "Rails does not answer: everybody gets a 502",
			"See why Puma is not up: the end of puma_stderr.log and of reconfigure, and whether its port or socket is taken. Workhorse and nginx are only the messengers.",
			"https://docs.gitlab.com/administration/operations/puma/",
			[]sign{often(10, "gitlab-workhorse/current",
				`badgateway: failed to receive response: dial (?:unix|tcp) \S+ connect: (?:connection refused|no such file or directory)`)},
			[]sign{signOf("gitlab_status", `^down: puma:`), signOf("gitlab_status", `^run: puma: \(pid \d+\) \d{1,2}s`),
				signOf("nginx/gitlab_access.log", `" 502 \d+ `)}},
		{"migrations-pending", "Database migrations have not run",
			"See whether an upgrade goes on. If not, take a backup and run `gitlab-rake db:migrate`; send what it says before anything is skipped.",
			"https://docs.gitlab.com/administration/raketasks/maintenance/#display-status-of-database-migrations",
			[]sign{signOf("gitlab_migrations", `^\s*down\s+\d{14}\s`)},
			[]sign{signOf("", `ActiveRecord::PendingMigrationError|PG::Undefined(?:Column|Table)`)}},
		{"redis-down", "Redis does not answer",
			"See whether Redis runs, what its log ends with, and whether the others reach its socket or port: pages, jobs and sessions all wait for it.",
			"https://docs.gitlab.com/administration/redis/troubleshooting/",
			[]sign{often(3, "", `(?:Redis|RedisClient)::CannotConnectError|Error connecting to Redis on`)},
			[]sign{signOf("gitlab_status", `^down: redis:`),
				signOf("redis/current", `Can't save in background: fork: Cannot allocate memory|MISCONF|Bad file format reading the append only file`)}},
		{"sidekiq-backlog", "Jobs wait for minutes: Sidekiq has a backlog",
			"Find the class and queue that wait (`scheduling_latency_s` by class) and what the others do meanwhile: one slow kind of job may hold all threads.",
			"https://docs.gitlab.com/administration/logs/#sidekiq-logs",
			[]sign{often(20, "sidekiq/current", `"scheduling_latency_s":[1-9]\d{2,}(?:\.|,|})`)},
			nil},
	}
}

// ofWhatIsAround are directories, stores, clocks and keys that the product leans on.
func ofWhatIsAround() []cause {
	return []cause{
		{"ldap-bind", "The directory refuses the account that binds to it",
			"Test the bind by hand (`ldapwhoami -D BIND_DN -W -H …`) and with `gitlab-rake gitlab:ldap:check`: the password expired, or the account is locked (Active Directory says which in `data`).",
			"https://www.rfc-editor.org/rfc/rfc4511#appendix-A.2",
			[]sign{signOf("", `(?:ldap|LDAP|Ldap).*(?:[Ii]nvalid [Cc]redentials|AcceptSecurityContext error, data [0-9a-f]+)`)},
			nil},
		{"object-storage-denied", "Object storage refuses the desk's key",
			"Read the code behind the 403: AccessDenied is a policy, InvalidAccessKeyId and SignatureDoesNotMatch are the key. Try the same key and bucket with the provider's own client from that host.",
			"https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html",
			[]sign{signOf("", `Excon::Error::Forbidden|Expected\(\d{3}\) <=> Actual\(403 Forbidden\)|s3aws: (?:AccessDenied|Forbidden|InvalidAccessKeyId|SignatureDoesNotMatch)`)},
			[]sign{signOf("", `<Code>(?:AccessDenied|InvalidAccessKeyId|SignatureDoesNotMatch)</Code>`)}},
		{"clock-skew", "The clock of a node is wrong",
			"Compare `date -u` on every node, start time synchronisation, and only then look at what was refused: tokens and signatures are good for minutes.",
			"https://docs.gitlab.com/administration/gitaly/troubleshooting/",
			[]sign{signOf("timedatectl", `System clock synchronized: no`),
				signOf("", `RequestTimeTooSkewed|JWT::(?:ImmatureSignature|InvalidIatError|ExpiredSignature)|Invalid iat|permission denied: token has expired|Token used before issued`)},
			[]sign{signOf("timedatectl", `NTP (?:service|enabled): (?:inactive|no)`)}},
		{"runner-refused", "A runner is refused: its token is not known",
			"Make a new runner in the interface and use its `glrt-` token; registration tokens of before may be switched off. See that the runner speaks to this instance.",
			"https://docs.gitlab.com/ci/runners/new_creation_workflow/",
			[]sign{signOf("", `(?:Registering|Verifying) runner\.\.\. (?:forbidden|is removed|is not valid)|"status":(?:403|410),.*"method":"POST","path":"/api/v4/runners(?:/verify)?"`)},
			nil},
		{"secrets-lost", "What is encrypted in the database cannot be read: the secrets file is another one",
			"Bring gitlab-secrets.json back from the backup it belongs to, the same on every node, before anything is reset: without it tokens and variables are gone.",
			"https://docs.gitlab.com/administration/backup_restore/troubleshooting_backup_gitlab/#when-the-secrets-file-is-lost",
			[]sign{signOf("", `OpenSSL::Cipher::CipherError`)},
			nil},
	}
}
