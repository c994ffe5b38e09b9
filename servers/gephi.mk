# The Gephi toolkit, with which tests open what is exported as Gephi does. No server: one jar, run by the tests.
# Needs Java 17 and Maven. `make gephi` fetches it once (83 MB); tests look in .servers/ (or LEGATION_SERVERS).

GEPHI_JAR := gephi-toolkit-0.10.1-all.jar

.PHONY: gephi
gephi: .servers/$(GEPHI_JAR)

.servers/$(GEPHI_JAR):
	@command -v mvn >/dev/null || { echo "make gephi needs Java 17 and Maven: on Debian and Ubuntu, apt-get install openjdk-17-jdk-headless maven" >&2; exit 1; }
	@mkdir -p .servers
	@mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy -Dartifact=org.gephi:gephi-toolkit:0.10.1:jar:all -DoutputDirectory=$(CURDIR)/.servers
	@test -s $@ && touch $@
