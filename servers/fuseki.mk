# A real SPARQL server, Apache Jena Fuseki from Maven Central, without containers: Java 17 or newer and Maven must be
# there. It listens on 127.0.0.1 only; its jar and data lie under .servers/.

SERVERS := $(CURDIR)/.servers
FUSEKI_VERSION := 5.6.0
FUSEKI_JAR := $(SERVERS)/jena-fuseki-server-$(FUSEKI_VERSION).jar
FUSEKI_HOME := $(SERVERS)/fuseki
FUSEKI_PORT ?= 13030
FUSEKI_HTTP = 127.0.0.1:$(FUSEKI_PORT)
# One thread for garbage and the quick compiler halve the time to start.
FUSEKI_JAVA := -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+ExitOnOutOfMemoryError
FUSEKI_PYTHON := $(firstword $(wildcard $(BIN)/python) $(PYTHON))

.PHONY: fuseki fuseki-jar fuseki-stop

fuseki-jar: $(FUSEKI_JAR)

$(FUSEKI_JAR):
	@command -v mvn >/dev/null || { echo "'make fuseki' needs Maven and Java 17: on Debian and Ubuntu, apt-get install maven openjdk-17-jre-headless" >&2; exit 1; }
	@echo "Fetching Apache Jena Fuseki (56 MB) from Maven Central; once."
	@mkdir -p $(@D)
	@mvn -B -q dependency:copy -Dartifact=org.apache.jena:jena-fuseki-server:$(FUSEKI_VERSION) -DoutputDirectory=$(@D)

# By its port, not by a process id: whoever answers there must not have its data removed. Queries that other servers
# would have to answer (SERVICE) are switched off, and every query ends after a minute.
fuseki: $(FUSEKI_JAR)
	@! $(FUSEKI_PYTHON) servers/wait.py http '$(FUSEKI_HTTP)/$$/ping' $$$$ 0.3 2>/dev/null || { echo "a server answers on $(FUSEKI_HTTP) already: 'make fuseki-stop' stops ours" >&2; exit 1; }
	@rm -rf $(FUSEKI_HOME) && mkdir -p $(FUSEKI_HOME)/DB
	@cd $(FUSEKI_HOME) && { nohup java $(FUSEKI_JAVA) -cp $(FUSEKI_JAR) org.apache.jena.fuseki.main.cmds.FusekiMainCmd \
		--localhost --port $(FUSEKI_PORT) --ping --tdb2 --loc=DB --update --timeout=60000 --set arq:httpServiceAllowed=false /kg \
		>log 2>&1 </dev/null & echo $$! >pid; }
	@$(FUSEKI_PYTHON) servers/wait.py http '$(FUSEKI_HTTP)/$$/ping' $$(cat $(FUSEKI_HOME)/pid) || { tail -40 $(FUSEKI_HOME)/log; exit 1; }
	@echo "Fuseki answers on http://$(FUSEKI_HTTP), empty. To use it:"
	@echo "  legation load ARTICLES --store 'sparql+http://$(FUSEKI_HTTP)/kg/sparql?update=/kg/update'"
	@echo "  SPARQL_URL='sparql+http://$(FUSEKI_HTTP)/kg/sparql?update=/kg/update' make test ARGS='-m server'      (the tests wipe it)"
	@echo "  make fuseki-stop"

fuseki-stop:
	@test -f $(FUSEKI_HOME)/pid || { echo "no Fuseki of ours is running"; exit 0; }; \
		pid=$$(cat $(FUSEKI_HOME)/pid); kill $$pid 2>/dev/null; \
		while kill -0 $$pid 2>/dev/null; do sleep 0.2; done; rm -f $(FUSEKI_HOME)/pid
