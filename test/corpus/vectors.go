package corpus

import (
	"os"
	"path/filepath"
	"testing"
)

// Vectors reads a file of the test vectors, such as business_time.json: in DAYWATCH_SHARED, else in the folder `shared`
// beside the repository. Where it is not, the test is skipped with the reason.
func Vectors(t testing.TB, name string) []byte {
	t.Helper()
	file := filepath.Join(shared(t), "vectors", name)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Skipf("the vectors are not at %s; set DAYWATCH_SHARED to the folder that holds vectors", file)
	}
	return data
}
