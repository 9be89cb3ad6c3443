package org.pydl4j.nd.json;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An interface that anybody's records may implement: {@link Variants} finds them in every jar of the class path. A jar
 * lists its records in {@code META-INF/services/} below the interface's name; {@link VariantsProcessor} writes the list
 * when the jar is compiled.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Open {}
