# A real Neo4j from Maven Central, without containers: Java 17 or newer and Maven must be there.
# It listens on 127.0.0.1 only; its jars and data lie under .servers/.

SERVERS := $(CURDIR)/.servers
NEO4J_LIB := $(SERVERS)/neo4j-lib
NEO4J_HOME := $(SERVERS)/neo4j
NEO4J_BOLT := 127.0.0.1:17687
NEO4J_PASSWORD ?= legation-test
# One thread for garbage and the quick compiler halve the time to start.
NEO4J_JAVA := -Xms128m -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+ExitOnOutOfMemoryError \
	--add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/java.io=ALL-UNNAMED \
	--add-opens=java.base/sun.nio.ch=ALL-UNNAMED
ANY_PYTHON := $(firstword $(wildcard $(BIN)/python) $(PYTHON))

.PHONY: neo4j neo4j-jars neo4j-stop

neo4j-jars: $(NEO4J_LIB)/.done

# The stamp spares the five seconds that Maven takes to find that everything is there.
$(NEO4J_LIB)/.done: servers/pom.xml
	@command -v mvn >/dev/null || { echo "'make neo4j' needs Maven and Java 17: on Debian and Ubuntu, apt-get install maven openjdk-17-jre-headless" >&2; exit 1; }
	@echo "Fetching Neo4j (128 MB) from Maven Central; once."
	@rm -rf $(NEO4J_LIB)
	@mvn -B -q -f servers/pom.xml dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=$(NEO4J_LIB)
	@touch $@

# By its port, not by a process id: whoever answers there must not have its data removed.
neo4j: $(NEO4J_LIB)/.done
	@! $(ANY_PYTHON) servers/wait.py bolt $(NEO4J_BOLT) $$$$ 0.3 2>/dev/null || { echo "a server answers on $(NEO4J_BOLT) already: 'make neo4j-stop' stops ours" >&2; exit 1; }
	@rm -rf $(NEO4J_HOME) && mkdir -p $(NEO4J_HOME)/conf $(NEO4J_HOME)/logs && cp servers/neo4j.conf $(NEO4J_HOME)/conf/
	@NEO4J_HOME=$(NEO4J_HOME) NEO4J_CONF=$(NEO4J_HOME)/conf java -Xmx128m -cp '$(NEO4J_LIB)/*' \
		org.neo4j.cli.AdminTool dbms set-initial-password '$(NEO4J_PASSWORD)' >/dev/null
	@nohup java $(NEO4J_JAVA) -cp '$(NEO4J_LIB)/*' org.neo4j.server.CommunityEntryPoint --home-dir=$(NEO4J_HOME) \
		--config-dir=$(NEO4J_HOME)/conf >$(NEO4J_HOME)/logs/console.log 2>&1 </dev/null & echo $$! >$(NEO4J_HOME)/pid
	@$(ANY_PYTHON) servers/wait.py bolt $(NEO4J_BOLT) $$(cat $(NEO4J_HOME)/pid) || { tail -40 $(NEO4J_HOME)/logs/neo4j.log; exit 1; }
	@echo "Neo4j answers on bolt://$(NEO4J_BOLT), empty. To use it:"
	@echo "  export LEGATION_USER=neo4j LEGATION_PASSWORD=$(NEO4J_PASSWORD)"
	@echo "  legation load ARTICLES --store bolt://$(NEO4J_BOLT)"
	@echo "  NEO4J_URI=bolt://$(NEO4J_BOLT) make test ARGS='-m server'      (the tests wipe it)"
	@echo "  make neo4j-stop"

neo4j-stop:
	@test -f $(NEO4J_HOME)/pid || { echo "no Neo4j of ours is running"; exit 0; }; \
		pid=$$(cat $(NEO4J_HOME)/pid); kill $$pid 2>/dev/null; \
		while kill -0 $$pid 2>/dev/null; do sleep 0.2; done; rm -f $(NEO4J_HOME)/pid
