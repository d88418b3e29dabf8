package org.spotrl.mujoco.locomotion;

import java.util.List;
import org.spotrl.mujoco.mjcf.Body;
import org.spotrl.mujoco.mjcf.Element;
import org.spotrl.mujoco.mjcf.Geom;
import org.spotrl.mujoco.mjcf.Joint;
import org.spotrl.mujoco.mjcf.ModelText;
import org.spotrl.mujoco.mjcf.Motor;
import org.spotrl.mujoco.mjcf.Vec3;

/**
 * Gym's half cheetah: a torso with a head, a back and a front leg of thigh, shin and foot in a
 * vertical plane, with six motors and sprung joints. Its bodies are scaled to 14 kg in total.
 */
final class HalfCheetahModel {

  private static final double RADIUS = 0.046;

  private HalfCheetahModel() {}

  static ModelText text() {
    return new ModelText(
        "cheetah",
        Element.of("compiler")
            .set("angle", "radian")
            .set("inertiafromgeom", "true")
            .set("settotalmass", 14),
        Element.of("option").set("gravity", 0, 0, -9.81).set("timestep", 0.01),
        Element.of("joint")
            .set("armature", 0.1)
            .set("damping", 0.01)
            .set("limited", "true")
            .set("solimplimit", 0, 0.8, 0.03)
            .set("solreflimit", 0.02, 1)
            .set("stiffness", 8),
        Element.of("geom")
            .set("conaffinity", 0)
            .set("condim", 3)
            .set("contype", 1)
            .set("friction", 0.4, 0.1, 0.1)
            .set("solimp", 0.0, 0.8, 0.01)
            .set("solref", 0.02, 1),
        List.of(Geom.plane("floor", 40, 40, 40).collides(1, 1)),
        List.of(torso()),
        List.of(
            new Motor("bthigh", 120),
            new Motor("bshin", 90),
            new Motor("bfoot", 60),
            new Motor("fthigh", 120),
            new Motor("fshin", 60),
            new Motor("ffoot", 30)));
  }

  private static Body torso() {
    return new Body(
        "torso",
        new Vec3(0, 0, 0.7),
        List.of(
            Joint.slide("rootx", Vec3.X).free(),
            Joint.slide("rootz", Vec3.Z).free(),
            Joint.hinge("rooty", Vec3.Y).free()),
        List.of(
            Geom.capsule("torso", RADIUS, new Vec3(-0.5, 0, 0), new Vec3(0.5, 0, 0)),
            Geom.capsule("head", RADIUS, 0.15).at(new Vec3(0.6, 0, 0.1)).turnedAbout(Vec3.Y, 0.87)),
        List.of(backLeg(), frontLeg()));
  }

  private static Body backLeg() {
    Body foot =
        limb(
            hinge("bfoot", -0.4, 0.785).spring(3, 120),
            Geom.capsule("bfoot", RADIUS, 0.094)
                .at(new Vec3(0.03, 0, -0.097))
                .turnedAbout(Vec3.Y, -0.27),
            "bfoot",
            new Vec3(-0.28, 0, -0.14));
    Body shin =
        limb(
            hinge("bshin", -0.785, 0.785).spring(4.5, 180),
            Geom.capsule("bshin", RADIUS, 0.15)
                .at(new Vec3(-0.14, 0, -0.07))
                .turnedAbout(Vec3.Y, -2.03),
            "bshin",
            new Vec3(0.16, 0, -0.25),
            foot);
    return limb(
        hinge("bthigh", -0.52, 1.05).spring(6, 240),
        Geom.capsule("bthigh", RADIUS, 0.145).at(new Vec3(0.1, 0, -0.13)).turnedAbout(Vec3.Y, -3.8),
        "bthigh",
        new Vec3(-0.5, 0, 0),
        shin);
  }

  private static Body frontLeg() {
    Body foot =
        limb(
            hinge("ffoot", -0.5, 0.5).spring(1.5, 60),
            Geom.capsule("ffoot", RADIUS, 0.07)
                .at(new Vec3(0.045, 0, -0.07))
                .turnedAbout(Vec3.Y, -0.6),
            "ffoot",
            new Vec3(0.13, 0, -0.18));
    Body shin =
        limb(
            hinge("fshin", -1.2, 0.87).spring(3, 120),
            Geom.capsule("fshin", RADIUS, 0.106)
                .at(new Vec3(0.065, 0, -0.09))
                .turnedAbout(Vec3.Y, -0.6),
            "fshin",
            new Vec3(-0.14, 0, -0.24),
            foot);
    return limb(
        hinge("fthigh", -1, 0.7).spring(4.5, 180),
        Geom.capsule("fthigh", RADIUS, 0.133)
            .at(new Vec3(-0.07, 0, -0.12))
            .turnedAbout(Vec3.Y, 0.52),
        "fthigh",
        new Vec3(0.5, 0, 0),
        shin);
  }

  private static Joint hinge(String name, double low, double high) {
    return Joint.hinge(name, Vec3.Y).range(low, high);
  }

  private static Body limb(Joint joint, Geom geom, String name, Vec3 position, Body... children) {
    return new Body(name, position, List.of(joint), List.of(geom), List.of(children));
  }
}
