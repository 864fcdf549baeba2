package dev.holdfast.edge.topics;

import dev.holdfast.edge.input.JsonStrings;
import dev.holdfast.messaging.TopicCursor;
import dev.holdfast.messaging.TopicMessage;
import dev.holdfast.messaging.TopicReads;
import dev.holdfast.protocol.Json;
import java.util.List;
import java.util.Map;

/** How topics and their messages look to whoever reads them. */
public final class TopicRows {
  private TopicRows() {}

  /** {@code {"topics":["a","b"]}}. */
  public static Json list(List<String> topics) {
    var body = new StringBuilder("{\"topics\":[");
    for (int i = 0; i < topics.size(); i++) {
      body.append(i == 0 ? "" : ",");
      JsonStrings.quote(body, topics.get(i));
    }
    return Json.of(body.append("]}").toString());
  }

  /** A page with the cursor of the next. */
  public static Json page(String topic, TopicReads.Page page) {
    var body = new StringBuilder("{\"topic\":");
    JsonStrings.quote(body, topic);
    body.append(",\"messages\":[");
    for (int i = 0; i < page.messages().size(); i++) {
      body.append(i == 0 ? "" : ",");
      message(body, page.messages().get(i));
    }
    body.append("],\"cursor\":\"").append(page.next().text());
    return Json.of(body.append("\"}").toString());
  }

  /**
   * Server-sent events, each with the cursor to resume after it.
   *
   * @param after where the page began
   */
  public static String events(TopicCursor after, TopicReads.Page page) {
    var text = new StringBuilder();
    TopicCursor cursor = after;
    for (int i = 0; i < page.messages().size(); i++) {
      TopicMessage message = page.messages().get(i);
      boolean last = i == page.messages().size() - 1;
      cursor = last ? page.next() : cursor.after(message.id());
      text.append("id: ").append(cursor.text()).append("\nevent: message\ndata: ");
      int data = text.length();
      message(text, message);
      oneLine(text, data);
      text.append("\n\n");
    }
    return text.toString();
  }

  /** Line breaks stand only between the values of a document, where a space means the same. */
  private static void oneLine(StringBuilder text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '\n' || text.charAt(i) == '\r') {
        text.setCharAt(i, ' ');
      }
    }
  }

  private static void message(StringBuilder to, TopicMessage message) {
    to.append("{\"id\":\"").append(message.id().key()).append("\",\"key\":");
    JsonStrings.quote(to, message.publication().key());
    to.append(",\"time\":\"").append(message.time()).append("\",\"publisher\":");
    JsonStrings.quote(to, message.publisher().key());
    to.append(",\"payload\":").append(message.publication().payload());
    to.append(",\"attributes\":{");
    boolean first = true;
    for (Map.Entry<String, String> attribute : message.publication().attributes().entrySet()) {
      to.append(first ? "" : ",");
      JsonStrings.quote(to, attribute.getKey());
      to.append(':');
      JsonStrings.quote(to, attribute.getValue());
      first = false;
    }
    to.append("}}");
  }
}
