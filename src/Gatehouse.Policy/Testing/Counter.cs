namespace Gatehouse.Policy.Testing;

/// <summary>One counter: how much was reserved in its window. Time is the keeper's and never goes back.</summary>
internal abstract class Counter
{
    /// <summary>The exact sum that counts at that time.</summary>
    public abstract decimal Sum(DateTimeOffset now);

    /// <summary>Adds a reservation.</summary>
    public abstract void Add(DateTimeOffset now, decimal amount);

    /// <summary>When an amount fits below a maximum that it does not exceed by itself.</summary>
    public abstract DateTimeOffset FitsAt(DateTimeOffset now, decimal amount, decimal max);
}
