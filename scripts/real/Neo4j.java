import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.driver.AuthToken;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.SessionConfig;

/** A Neo4j of the community for a proof, and what its owner asks of it. */
public class Neo4j {

  public static void main(String[] args) throws IOException, InterruptedException {
    switch (args[0]) {
      case "serve" -> serve(Path.of(args[1]), Integer.parseInt(args[2]));
      case "lock" -> lock(args[1], Files.readString(Path.of(args[2])).strip());
      case "ask" -> ask(args[1], Files.readString(Path.of(args[2])).strip(), args[3]);
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void serve(Path folder, int port) throws InterruptedException {
    var place = new SocketAddress("127.0.0.1", port);
    new DatabaseManagementServiceBuilder(folder)
        .setConfig(GraphDatabaseSettings.auth_enabled, true)
        .setConfig(GraphDatabaseSettings.pagecache_memory, 64L << 20)
        .setConfig(BoltConnector.enabled, true)
        .setConfig(BoltConnector.listen_address, place)
        .setConfig(BoltConnector.advertised_address, place)
        .build();
    System.out.println("started");
    Thread.currentThread().join();
  }

  /** A new one wants another password than everybody's. */
  private static void lock(String port, String password) {
    try (var driver = driver(port, AuthTokens.basic("neo4j", "neo4j"));
        var session = driver.session(SessionConfig.forDatabase("system"))) {
      session
          .run("alter current user set password from 'neo4j' to $new", Map.of("new", password))
          .consume();
    }
  }

  /** Prints the one number that is the answer. */
  private static void ask(String port, String password, String cypher) {
    try (var driver = driver(port, AuthTokens.basic("neo4j", password))) {
      System.out.println(
          driver.executableQuery(cypher).execute().records().getFirst().get(0).asLong());
    }
  }

  private static Driver driver(String port, AuthToken token) {
    return GraphDatabase.driver("bolt://127.0.0.1:" + port, token);
  }
}
