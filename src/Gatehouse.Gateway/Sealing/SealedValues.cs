using System.Text;
using System.Text.Json;

namespace Gatehouse.Gateway.Sealing;

/// <summary>Cursors, task ids and request states: what an upstream gave out reaches the client only sealed to its grant.</summary>
internal sealed class SealedValues(Sealer sealer, TimeProvider time)
{
    private const string Cursor = SealPurpose.Cursor;
    private const string Task = SealPurpose.Task;
    private const string State = SealPurpose.RequestState;

    // What an agent does not come back for within a week it has lost.
    private static readonly TimeSpan _life = TimeSpan.FromDays(7);

    /// <summary>Seals the cursor of a list.</summary>
    public byte[] SealCursor(string grantId, string serverId, ReadOnlyMemory<byte> json) => Seal(Cursor, grantId, serverId, json, "");

    /// <summary>Seals a request state.</summary>
    public byte[] SealState(string grantId, string serverId, ReadOnlyMemory<byte> json) => Seal(State, grantId, serverId, json, "");

    /// <summary>Seals a task id together with the tool that made the task, which is what its requests are judged by.</summary>
    public byte[] SealTask(string grantId, string serverId, ReadOnlyMemory<byte> json, string tool) => Seal(Task, grantId, serverId, json, tool);

    /// <summary>Opens what a client sent as a cursor; null for what this gateway did not seal for this grant and server.</summary>
    public OpenedValue? OpenCursor(string grantId, string serverId, ReadOnlyMemory<byte> json) => Open(Cursor, grantId, serverId, json);

    /// <summary>Opens a request state.</summary>
    public OpenedValue? OpenState(string grantId, string serverId, ReadOnlyMemory<byte> json) => Open(State, grantId, serverId, json);

    /// <summary>Opens a task id.</summary>
    public OpenedValue? OpenTask(string grantId, string serverId, ReadOnlyMemory<byte> json) => Open(Task, grantId, serverId, json);

    private byte[] Seal(string purpose, string grantId, string serverId, ReadOnlyMemory<byte> json, string tool)
    {
        var length = Encoding.UTF8.GetByteCount(tool);
        var payload = new byte[2 + length + json.Length];
        BitConverter.TryWriteBytes(payload, (ushort)length);
        Encoding.UTF8.GetBytes(tool, payload.AsSpan(2));
        json.Span.CopyTo(payload.AsSpan(2 + length));
        return Encoding.ASCII.GetBytes('"' + sealer.Seal(purpose, grantId, serverId, payload, time.GetUtcNow() + _life) + '"');
    }

    private OpenedValue? Open(string purpose, string grantId, string serverId, ReadOnlyMemory<byte> json)
    {
        // A message has some of the values, rarely all.
        if (json.IsEmpty)
        {
            return null;
        }

        var text = JsonSerializer.Deserialize(json.Span, SealedTexts.Default.String);
        if (text is null || sealer.Open(purpose, grantId, serverId, text) is not { } payload)
        {
            return null;
        }

        var length = BitConverter.ToUInt16(payload);
        return new(payload.AsMemory(2 + length), Encoding.UTF8.GetString(payload.AsSpan(2, length)));
    }
}

/// <summary>A value as the upstream knows it.</summary>
/// <param name="Json">Its JSON text.</param>
/// <param name="Tool">The tool that made a task; empty for anything else.</param>
internal sealed record OpenedValue(ReadOnlyMemory<byte> Json, string Tool);

/// <summary>JSON strings without reflection.</summary>
[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class SealedTexts : System.Text.Json.Serialization.JsonSerializerContext;
