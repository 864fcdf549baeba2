package dev.holdfast.sdk.binding;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.NestMembersAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds in the class files of services what they ask of the platform that it cannot do, before any
 * of it runs.
 *
 * <pre>
 *   service ── its nested classes, and every class whose code it uses ── theirs …
 *                 each method: calls and method references to Effect and Context
 * </pre>
 *
 * <p>It reads what the code says, not what it does: reflection escapes it, so {@link
 * ServiceBinding} checks again what a handler decided.
 */
final class UseReader {
  private static final String SDK = "dev/holdfast/sdk/";
  private static final Set<String> EFFECTS = Set.of(SDK + "Effect", SDK + "Change");
  private static final Map<String, Capability> OF_EFFECT =
      Map.of(
          "send", Capability.SENDS,
          "publish", Capability.TOPICS,
          "schedule", Capability.TIMERS,
          "cancel", Capability.TIMERS);
  private static final Map<String, Capability> OF_CONTEXT =
      Map.of("predict", Capability.PREDICTIONS, "settings", Capability.SETTINGS);

  /** What the compiler calls the body of a lambda: the method it stands in is the author's. */
  private static final Pattern LAMBDA = Pattern.compile("lambda\\$(.*)\\$\\d+");

  private final Capabilities capabilities;
  private final Set<String> faults = new LinkedHashSet<>();
  private final Set<String> seen = new HashSet<>();

  UseReader(Capabilities capabilities) {
    this.capabilities = capabilities;
  }

  /** A fault for each use in each method of the services and of all that they use. */
  Set<String> read(Collection<? extends Class<?>> services) {
    boolean all =
        capabilities.available().containsAll(OF_EFFECT.values())
            && capabilities.available().containsAll(OF_CONTEXT.values());
    if (!all) {
      services.forEach(this::read);
    }
    return faults;
  }

  private void read(Class<?> service) {
    ClassLoader loader = service.getClassLoader();
    Deque<String> waiting = new ArrayDeque<>();
    waiting.add(service.getName().replace('.', '/'));
    while (!waiting.isEmpty()) {
      String name = waiting.remove();
      if (!isPlatforms(name) && seen.add(name)) {
        bytes(loader, name).ifPresent(bytes -> read(bytes, waiting));
      }
    }
  }

  /** Classes of the JDK and the SDK, which use nothing on their own account. */
  private static boolean isPlatforms(String name) {
    return name.startsWith("java/")
        || name.startsWith("javax/")
        || name.startsWith("jdk/")
        || (name.startsWith(SDK) && name.indexOf('/', SDK.length()) < 0);
  }

  private static Optional<byte[]> bytes(ClassLoader loader, String name) {
    try (InputStream in = loader.getResourceAsStream(name + ".class")) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(byte[] classFile, Deque<String> waiting) {
    try {
      ClassModel type = ClassFile.of().parse(classFile);
      type.superclass().ifPresent(other -> waiting.add(other.asInternalName()));
      type.interfaces().forEach(other -> waiting.add(other.asInternalName()));
      type.findAttribute(Attributes.nestMembers())
          .map(NestMembersAttribute::nestMembers)
          .orElse(List.of())
          .forEach((ClassEntry other) -> waiting.add(other.asInternalName()));
      for (MethodModel method : type.methods()) {
        String who = who(type, method);
        method.code().ifPresent(code -> code.forEach(element -> read(who, element, waiting)));
      }
    } catch (IllegalArgumentException unreadable) {
      // The virtual machine will say what is wrong with this class, if it ever comes to be used.
      return;
    }
  }

  private void read(String who, CodeElement element, Deque<String> waiting) {
    switch (element) {
      case InvokeInstruction call ->
          use(who, call.owner().asInternalName(), call.name().stringValue(), waiting);
      case FieldInstruction field -> waiting.add(field.owner().asInternalName());
      case InvokeDynamicInstruction lambda -> {
        for (ConstantDesc argument : lambda.bootstrapArgs()) {
          if (argument instanceof DirectMethodHandleDesc method) {
            use(who, internalName(method), method.methodName(), waiting);
          }
        }
      }
      default -> {} // All other instructions stay within the method.
    }
  }

  private static String internalName(DirectMethodHandleDesc method) {
    String descriptor = method.owner().descriptorString();
    return descriptor.startsWith("L") ? descriptor.substring(1, descriptor.length() - 1) : "java/";
  }

  private void use(String who, String owner, String method, Deque<String> waiting) {
    waiting.add(owner);
    Map<String, Capability> uses =
        EFFECTS.contains(owner) ? OF_EFFECT : owner.equals(SDK + "Context") ? OF_CONTEXT : Map.of();
    Capability needed = uses.get(method);
    if (needed != null && !capabilities.has(needed)) {
      faults.add(who + " uses " + method + ": " + needed.notYet() + ".");
    }
  }

  /** The method as its author knows it: {@code Account.transfer}; the class for its own set-up. */
  private static String who(ClassModel type, MethodModel method) {
    String path = type.thisClass().asInternalName();
    String owner = path.substring(path.lastIndexOf('/') + 1).replace('$', '.');
    String name = method.methodName().stringValue();
    Matcher lambda = LAMBDA.matcher(name);
    if (lambda.matches()) {
      name = lambda.group(1);
    }
    boolean setUp = name.startsWith("<") || name.equals("new") || name.equals("static");
    return setUp ? owner : owner + "." + name;
  }
}
