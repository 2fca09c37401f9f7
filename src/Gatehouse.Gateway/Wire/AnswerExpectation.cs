namespace Gatehouse.Gateway.Wire;

/// <summary>What was asked, so that an answer can be held against it.</summary>
/// <param name="Era">The era of the exchange.</param>
/// <param name="Id">The request's id as it was sent; empty where no response is due, as on a stand-alone stream.</param>
/// <param name="Method">The request's method; empty where there is none.</param>
internal readonly record struct AnswerExpectation(Era Era, ReadOnlyMemory<byte> Id, string Method)
{
    /// <summary>Whether answers to any earlier request may come: a stream that is listened to or resumed.</summary>
    public bool IsReplay { get; init; }
}
