package post;

import dev.holdfast.sdk.Allow;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Rejection;
import dev.holdfast.sdk.Service;
import java.util.ArrayList;
import java.util.List;

/** Writes down each line that it is given, in the order in which they come. */
@Service("diary")
@Allow("anyone")
public record Diary(@Query List<String> lines) implements Entity<Diary, Diary.Written> {
  public record Written(String line) {}

  public enum Problem implements Rejection {
    UNWANTED
  }

  public Diary() {
    this(List.of());
  }

  Effect<Void> write(String line) {
    return line.startsWith("no")
        ? reject(Problem.UNWANTED, "Not in this diary.")
        : persist(new Written(line));
  }

  @Override
  public Diary apply(Written event) {
    var more = new ArrayList<>(lines);
    more.add(event.line());
    return new Diary(List.copyOf(more));
  }
}
