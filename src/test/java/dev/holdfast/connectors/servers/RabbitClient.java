package dev.holdfast.connectors.servers;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** Somebody else who talks to RabbitMQ. */
public final class RabbitClient implements AutoCloseable {
  private final Connection connection;
  private final Channel channel;

  public RabbitClient(RabbitServer server) throws IOException, TimeoutException {
    var factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(server.port());
    connection = factory.newConnection();
    channel = connection.createChannel();
    channel.confirmSelect();
  }

  public void declare(String queue) throws IOException {
    channel.queueDeclare(queue, true, false, false, Map.of());
  }

  /** A fanout exchange with one queue of the same name behind it. */
  public void declareExchange(String name) throws IOException {
    channel.exchangeDeclare(name, "fanout", true);
    declare(name);
    channel.queueBind(name, name, "");
  }

  public void publish(String queue, String id, Map<String, Object> headers, String body)
      throws IOException, InterruptedException {
    var properties =
        new BasicProperties.Builder()
            .messageId(id)
            .contentType("application/json")
            .headers(headers)
            .deliveryMode(2)
            .build();
    channel.basicPublish("", queue, properties, body.getBytes(StandardCharsets.UTF_8));
    channel.waitForConfirms();
  }

  public int count(String queue) throws IOException {
    return channel.queueDeclarePassive(queue).getMessageCount();
  }

  /** Takes all that is ready. */
  public List<String> take(String queue) throws IOException {
    List<String> all = new ArrayList<>();
    for (GetResponse one = channel.basicGet(queue, true);
        one != null;
        one = channel.basicGet(queue, true)) {
      all.add(new String(one.getBody(), StandardCharsets.UTF_8));
    }
    return all;
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
