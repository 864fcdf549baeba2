package dev.holdfast.connectors.rabbitmq;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.holdfast.connectors.BrokerSettings;
import dev.holdfast.connectors.ConnectorSettings;
import dev.holdfast.connectors.ConnectorSettings.Queue;
import dev.holdfast.connectors.link.Pem;
import dev.holdfast.connectors.link.Self;
import dev.holdfast.outbound.SecretReference.Secret;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * One connection to RabbitMQ with its one channel.
 *
 * <p>The client's own recovery is off: it would bring back the connection under the feet of
 * delivery tags and confirms that belong to the lost one. A lost connection is thrown away, see
 * decision 23.
 */
final class RabbitConnection implements AutoCloseable {
  private static final int USUAL_PORT = 5672;
  private static final int USUAL_TLS_PORT = 5671;
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final Connection connection;
  private final Channel channel;
  private final ExecutorService callbacks;

  private RabbitConnection(Connection connection, Channel channel, ExecutorService callbacks) {
    this.connection = connection;
    this.channel = channel;
    this.callbacks = callbacks;
  }

  static RabbitConnection open(
      ConnectorSettings settings, ConnectorSettings.Rabbit rabbit, Self self)
      throws IOException, TimeoutException, GeneralSecurityException {
    BrokerSettings broker = settings.common().broker();
    ConnectionFactory factory = factory(broker, rabbit, self);
    String threads = "connector-" + settings.name() + "-amqp";
    factory.setThreadFactory(Thread.ofPlatform().daemon().name(threads).factory());
    ExecutorService callbacks =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name(threads + "-callbacks").factory(),
            // The client may tell of an end that we have made ourselves.
            new ThreadPoolExecutor.DiscardPolicy());
    try {
      int port = broker.port(broker.tls().isPresent() ? USUAL_TLS_PORT : USUAL_PORT);
      Connection connection =
          factory.newConnection(
              callbacks,
              List.of(new Address(broker.host(), port)),
              "holdfast " + self.node() + " " + settings.name());
      return new RabbitConnection(connection, connection.createChannel(), callbacks);
    } catch (IOException | TimeoutException | RuntimeException e) {
      callbacks.shutdownNow();
      throw e;
    }
  }

  private static ConnectionFactory factory(
      BrokerSettings broker, ConnectorSettings.Rabbit rabbit, Self self)
      throws IOException, GeneralSecurityException {
    var factory = new ConnectionFactory();
    factory.setAutomaticRecoveryEnabled(false);
    factory.setTopologyRecoveryEnabled(false);
    factory.setConnectionTimeout(millis(broker.connectTimeout()));
    factory.setHandshakeTimeout(millis(broker.connectTimeout()));
    factory.setChannelRpcTimeout(millis(broker.answerTimeout()));
    factory.setShutdownTimeout(millis(CLOSING));
    factory.setRequestedHeartbeat(Math.toIntExact(rabbit.heartbeat().toSeconds()));
    factory.setMaxInboundMessageBodySize(rabbit.inboundBytes());
    factory.setExceptionHandler(new QuietExceptions());
    if (!broker.path().isEmpty()) {
      factory.setVirtualHost(broker.path());
    }
    if (!broker.username().isEmpty()) {
      Secret password = broker.password().resolve(self.environment());
      factory.setUsername(broker.username());
      factory.setPassword(password.value());
    }
    if (broker.tls().isPresent()) {
      secure(factory, broker.tls().get());
    }
    return factory;
  }

  private static void secure(ConnectionFactory factory, BrokerSettings.Tls tls)
      throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    KeyManager[] own =
        Pem.own(tls).map(KeyManagerFactory::getKeyManagers).orElse(new KeyManager[0]);
    context.init(own, Pem.trust(tls).getTrustManagers(), null);
    factory.setSslContextFactory(_ -> context);
    if (tls.verifyHost()) {
      factory.enableHostnameVerification();
    }
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(Math.max(1, duration.toMillis()));
  }

  Channel channel() {
    return channel;
  }

  Connection connection() {
    return connection;
  }

  /** Declares a queue, or asks whether it is there. */
  void want(Queue queue) throws IOException {
    if (!queue.declare()) {
      channel.queueDeclarePassive(queue.name());
      return;
    }
    Map<String, Object> arguments = new HashMap<>();
    if (queue.quorum()) {
      arguments.put("x-queue-type", "quorum");
    }
    queue.deadLetter().ifPresent(name -> arguments.put("x-dead-letter-exchange", name));
    channel.queueDeclare(queue.name(), true, false, false, arguments);
  }

  /**
   * Sends what was written, says goodbye and waits briefly; a broker that is gone costs no time.
   */
  @Override
  public void close() {
    connection.abort(millis(CLOSING));
    callbacks.shutdown();
  }
}
