package dev.holdfast.connectors.redis;

import dev.holdfast.connectors.BrokerSettings;
import dev.holdfast.connectors.ConnectorSettings;
import dev.holdfast.connectors.link.Pem;
import dev.holdfast.outbound.SecretReference.Secret;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A client of Redis that is thrown away with its connections when one of them is lost.
 *
 * <p>The client's own reconnect is off: it would send commands again whose outcome nobody knows,
 * and a source must begin with what was given to it and not acknowledged, see decision 24.
 */
final class RedisConnection implements AutoCloseable {
  private static final int USUAL_PORT = 6379;
  private static final Duration CLOSING = Duration.ofSeconds(1);
  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private final RedisClient client;
  private final Duration answerTimeout;

  private RedisConnection(RedisClient client, Duration answerTimeout) {
    this.client = client;
    this.answerTimeout = answerTimeout;
  }

  /** Who connects, and what it needs beside its settings. */
  record Self(String node, Map<String, String> environment, RedisThreads threads) {}

  /**
   * Makes a client.
   *
   * @param block how long reading may wait for something to come
   */
  static RedisConnection open(ConnectorSettings settings, Self self, Duration block)
      throws IOException, GeneralSecurityException {
    BrokerSettings broker = settings.common().broker();
    RedisClient client =
        RedisClient.create(self.threads().get(), uri(broker, self, "holdfast-" + settings.name()));
    var options =
        ClientOptions.builder()
            .autoReconnect(false)
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .maintNotificationsConfig(MaintNotificationsConfig.disabled())
            .socketOptions(
                SocketOptions.builder()
                    .connectTimeout(broker.connectTimeout())
                    .keepAlive(true)
                    .build())
            .timeoutOptions(timeouts(broker.answerTimeout(), block));
    if (broker.tls().isPresent()) {
      options.sslOptions(secure(broker.tls().get()));
    }
    client.setOptions(options.build());
    return new RedisConnection(client, broker.answerTimeout());
  }

  private static RedisURI uri(BrokerSettings broker, Self self, String name) throws IOException {
    var uri =
        RedisURI.Builder.redis(broker.host(), broker.port(USUAL_PORT))
            .withTimeout(broker.connectTimeout())
            .withClientName(name)
            .withDatabase(database(broker));
    Secret password = broker.password().resolve(self.environment());
    char[] secret = password.value().toCharArray();
    if (!broker.username().isEmpty()) {
      uri.withAuthentication(broker.username(), secret);
    } else if (secret.length > 0) {
      uri.withPassword(secret);
    }
    if (broker.tls().isPresent()) {
      boolean host = broker.tls().get().verifyHost();
      uri.withSsl(true).withVerifyPeer(host ? SslVerifyMode.FULL : SslVerifyMode.CA);
    }
    return uri.build();
  }

  private static int database(BrokerSettings broker) throws IOException {
    try {
      return broker.path().isEmpty() ? 0 : Integer.parseInt(broker.path());
    } catch (NumberFormatException e) {
      throw new IOException("the path of the uri must be the number of a database", e);
    }
  }

  private static SslOptions secure(BrokerSettings.Tls tls)
      throws IOException, GeneralSecurityException {
    var options = SslOptions.builder().jdkSslProvider().trustManager(Pem.trust(tls));
    Pem.own(tls).ifPresent(options::keyManager);
    return options.build();
  }

  /** A question is answered in time, or the connection counts as lost. */
  private static TimeoutOptions timeouts(Duration answer, Duration block) {
    return TimeoutOptions.builder()
        .timeoutSource(
            new TimeoutOptions.TimeoutSource() {
              @Override
              public long getTimeout(RedisCommand<?, ?, ?> command) {
                boolean waits = command.getType() == CommandType.XREADGROUP;
                return waits ? answer.plus(block).toMillis() : answer.toMillis();
              }

              @Override
              public TimeUnit getTimeUnit() {
                return TimeUnit.MILLISECONDS;
              }
            })
        .timeoutCommands()
        .build();
  }

  /** One more connection; its end is told once. */
  StatefulRedisConnection<String, byte[]> connect(Consumer<Throwable> lost) {
    StatefulRedisConnection<String, byte[]> connection = client.connect(CODEC);
    connection.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
            lost.accept(new IOException("the connection was closed"));
          }
        });
    return connection;
  }

  /** Waits for an answer. */
  <T> T ask(RedisFuture<T> answer) throws Exception {
    try {
      return answer.toCompletableFuture().get(answerTimeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception why) {
        throw why;
      }
      throw e;
    } catch (TimeoutException e) {
      throw new IOException("no answer in time", e);
    }
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, CLOSING);
  }
}
