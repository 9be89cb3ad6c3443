package org.pydl4j.nd.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A package whose public types programs may rely on, but for those that are {@link Internal}: what is in
 * {@code api/java.txt} is deprecated for a release before it goes, and {@code make lint} holds that. Packages without
 * this mark may change at any time.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PACKAGE)
public @interface Api {}
