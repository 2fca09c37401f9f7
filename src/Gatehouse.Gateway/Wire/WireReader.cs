namespace Gatehouse.Gateway.Wire;

/// <summary>Reads what a client sent: one JSON-RPC message that is sound, known in its era, and equal to its headers.</summary>
internal static class WireReader
{
    /// <summary>Reads a whole body. Exactly one of the two is null; nothing is thrown for whatever stands in the body.</summary>
    public static (ClientMessage? Message, WireRefusal? Refusal) Read(
        ReadOnlyMemory<byte> body, in WireHeaders headers)
    {
        try
        {
            return ReadStrictly(body, headers);
        }
#pragma warning disable CA1031 // SECURITY: a defect of the reader is the sender's 400, never a 500 and never an allow.
        catch (Exception)
#pragma warning restore CA1031
        {
            return (null, WireRefusals.Unreadable);
        }
    }

    private static (ClientMessage?, WireRefusal?) ReadStrictly(ReadOnlyMemory<byte> body, in WireHeaders headers)
    {
        var json = body.Span;

        // 1. An array is refused at its first byte, however long it is.
        var start = json.IndexOfAnyExcept(" \t\r\n"u8);
        if (start < 0)
        {
            return (null, WireRefusals.Empty);
        }

        if (json[start] == '[')
        {
            return (null, WireRefusals.Batch);
        }

        // 2. The text: one pass that also notes where every member stands.
        var index = new JsonIndex(
            stackalloc JsonMember[JsonIndex.StackMembers], stackalloc int[JsonIndex.StackSlots]);
        try
        {
            if (WireRefusals.Of(JsonScan.Read(json, JsonCaps.Request, ref index)) is { } unsound)
            {
                return (null, unsound);
            }

            // 3. The envelope, then what its parameters say, then whether version and headers say the same.
            var envelope = new WireEnvelope(body, start);
            var refusal = envelope.Read(index);
            if (refusal is null)
            {
                var parameters = new WireParams(envelope);
                refusal = parameters.Read(index);
                if (refusal is null)
                {
                    var (message, mismatch) = WireAgreement.Settle(envelope, parameters, headers);
                    if (mismatch is null)
                    {
                        return (message, null);
                    }

                    refusal = mismatch;
                }
            }

            return (null, envelope.Id.IsEmpty ? refusal : refusal with { Id = envelope.Id });
        }
        finally
        {
            index.Dispose();
        }
    }
}
