using System.Globalization;
using CsCheck;

namespace Gatehouse.Policy.Tests.Properties;

/// <summary>
/// Runs a property over scenes: always the same ones, in numbers by GATEHOUSE_PROPERTY_RUNS (pairs of policy and call,
/// default 20,000, and 200,000 where CI is set), beginning with GATEHOUSE_PROPERTY_SEED (default 0). A failure is shrunk and names its seed.
/// </summary>
internal static class Runs
{
    public const int CallsPerScene = 8;

    // Fewer would not even meet every kind of denial.
    private const int FewestScenes = 1_000;

    private static readonly uint First = (uint)Number("GATEHOUSE_PROPERTY_SEED", 0);

    public static readonly int Pairs = Number(
        "GATEHOUSE_PROPERTY_RUNS", Environment.GetEnvironmentVariable("CI") is { Length: > 0 } ? 200_000 : 20_000);

    /// <summary>Fails with the smallest scene found for which <paramref name="complaint"/> is not null.</summary>
    /// <param name="share">Which part of the pairs this property gets.</param>
    /// <param name="complaint">What is wrong with a scene; the dice are the same each time it is asked about one seed.</param>
    public static void Over(double share, Func<Scene, Dice, string?> complaint)
    {
        var scenes = (int)Math.Max(FewestScenes, Pairs * share / CallsPerScene);
        var failed = long.MaxValue;
        Parallel.For(0, scenes, (at, loop) =>
        {
            if (Complaint(First + (uint)at, complaint) is not null)
            {
                // The first one in order, so that two runs name the same seed.
                loop.Break();
                Interlocked.Exchange(ref failed, Math.Min(Interlocked.Read(ref failed), at));
            }
        });
        if (failed != long.MaxValue)
        {
            var seed = First + (uint)failed;
            var scene = Shrink(Generate(seed), one =>
                complaint(one, new Dice(new PCG(1, seed))) is { } text && !text.StartsWith(Engine.NotValid, StringComparison.Ordinal));
            Xunit.Assert.Fail($"GATEHOUSE_PROPERTY_SEED={seed}\n{scene}\n{complaint(scene, new Dice(new PCG(1, seed)))}");
        }
    }

    /// <summary>Fails with the first complaint about what the dice of some seed make.</summary>
    /// <param name="share">Which part of the pairs this property gets.</param>
    /// <param name="complaint">What is wrong with it.</param>
    public static void Texts(double share, Func<Dice, string?> complaint)
    {
        var failed = new System.Collections.Concurrent.ConcurrentDictionary<uint, string>();
        Parallel.For(0, Math.Max(FewestScenes, (int)(Pairs * share)), (at, loop) =>
        {
            var seed = First + (uint)at;
            if (complaint(new Dice(new PCG(2, seed))) is { } text)
            {
                loop.Break();
                failed[seed] = text;
            }
        });
        Xunit.Assert.True(failed.IsEmpty, failed.IsEmpty ? "" : $"GATEHOUSE_PROPERTY_SEED={failed.Keys.Min()}\n{failed[failed.Keys.Min()]}");
    }

    private static string? Complaint(uint seed, Func<Scene, Dice, string?> complaint) =>
        complaint(Generate(seed), new Dice(new PCG(1, seed)));

    private static Scene Generate(uint seed) => new SceneGen(CallsPerScene).Generate(new PCG(0, seed), null, out _);

    private static Scene Shrink(Scene scene, Func<Scene, bool> fails)
    {
        var one = scene.Calls.Select(call => scene with { Calls = [call] }).FirstOrDefault(fails) ?? scene;
        for (var smaller = one; smaller is not null; smaller = one.Smaller().FirstOrDefault(fails))
        {
            one = smaller;
        }

        return one;
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
