package dev.holdfast.sdk.examples;

import dev.holdfast.sdk.Change;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Service;
import dev.holdfast.sdk.Value;
import java.util.Optional;

/** A value: its state is replaced as a whole. */
@Service("profile")
public record Profile(@Query String name, Optional<String> mail) implements Value<Profile> {
  public Profile() {
    this("", Optional.empty());
  }

  Effect<String> rename(String to) {
    return save(new Profile(to, mail)).reply(Profile::name);
  }

  Change<Profile> write(String to) {
    return save(new Profile(name, Optional.of(to)));
  }

  Effect<Void> forget() {
    return clear();
  }
}
