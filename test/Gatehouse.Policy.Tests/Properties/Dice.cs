using CsCheck;

namespace Gatehouse.Policy.Tests.Properties;

/// <summary>Choices drawn from a generator's random stream.</summary>
internal sealed class Dice(PCG random)
{
    /// <summary>A number from 0 to below <paramref name="count"/>.</summary>
    public int Below(int count) => (int)random.Next((uint)count);

    public bool Chance(int percent) => Below(100) < percent;

    public T Of<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    public T Either<T>(params Func<T>[] choices) => choices[Below(choices.Length)]();

    /// <summary>The value, or null in the other cases.</summary>
    public T? Perhaps<T>(int percent, Func<T> value)
        where T : class => Chance(percent) ? value() : null;

    public List<T> Many<T>(int least, int most, Func<int, T> one) =>
        [.. Enumerable.Range(0, least + Below(most - least + 1)).Select(one)];

    public List<T> Shuffle<T>(IEnumerable<T> items)
    {
        var list = items.ToList();
        for (var at = list.Count - 1; at > 0; at--)
        {
            var other = Below(at + 1);
            (list[at], list[other]) = (list[other], list[at]);
        }

        return list;
    }
}
