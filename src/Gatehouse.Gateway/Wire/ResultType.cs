namespace Gatehouse.Gateway.Wire;

/// <summary>What a result is, by its <c>resultType</c>.</summary>
internal enum ResultType : byte
{
    /// <summary>The result itself; also where the member is absent, and always in the legacy era.</summary>
    Complete = 0,

    /// <summary>The server wants input first.</summary>
    InputRequired,

    /// <summary>A task that is polled.</summary>
    Task,
}
