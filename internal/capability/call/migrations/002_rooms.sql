-- The time that the provider of a call's room knows: the room is moved where it differs from the call's.
ALTER TABLE calls ADD COLUMN room_from BIGINT;
ALTER TABLE calls ADD COLUMN room_until BIGINT;
