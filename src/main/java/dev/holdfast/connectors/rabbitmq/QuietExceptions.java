package dev.holdfast.connectors.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.ExceptionHandler;
import com.rabbitmq.client.TopologyRecoveryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves the log to us: the end of a connection is told once, by the link. Our callbacks only put
 * things into queues; one that throws is a bug.
 */
final class QuietExceptions implements ExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(QuietExceptions.class);

  @Override
  public void handleUnexpectedConnectionDriverException(Connection connection, Throwable e) {
    LOG.debug("The connection broke", e);
  }

  @Override
  public void handleReturnListenerException(Channel channel, Throwable e) {
    LOG.error("A callback failed", e);
  }

  @Override
  public void handleConfirmListenerException(Channel channel, Throwable e) {
    LOG.error("A callback failed", e);
  }

  @Override
  public void handleBlockedListenerException(Connection connection, Throwable e) {
    LOG.error("A callback failed", e);
  }

  @Override
  public void handleConsumerException(
      Channel channel, Throwable e, Consumer consumer, String tag, String method) {
    LOG.error("A callback failed", e);
  }

  @Override
  public void handleConnectionRecoveryException(Connection connection, Throwable e) {
    LOG.error("There is no recovery", e);
  }

  @Override
  public void handleChannelRecoveryException(Channel channel, Throwable e) {
    LOG.error("There is no recovery", e);
  }

  @Override
  public void handleTopologyRecoveryException(
      Connection connection, Channel channel, TopologyRecoveryException e) {
    LOG.error("There is no recovery", e);
  }
}
