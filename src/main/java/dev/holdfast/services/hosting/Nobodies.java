package dev.holdfast.services.hosting;

import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Slices;
import dev.holdfast.services.Deployed;

/** For each slice the id of an instance that would be in it and never is. */
final class Nobodies {
  private final EntityId[] bySlice;

  Nobodies(Slices slices) {
    bySlice = new EntityId[slices.count()];
    int missing = bySlice.length;
    for (int i = 0; missing > 0; i++) {
      var id = new EntityId(Deployed.PLATFORM + "nobody", Integer.toString(i));
      int slice = slices.of(id.key());
      if (bySlice[slice] == null) {
        bySlice[slice] = id;
        missing--;
      }
    }
  }

  EntityId in(int slice) {
    return bySlice[slice];
  }
}
